// Before anything of Grafana's is loaded: what its packages read from the window.
const boot = {
  user: { locale: 'en-US', timezone: 'utc', lightTheme: false },
  settings: { buildInfo: { version: '13.2.2', env: 'production' }, featureToggles: {}, bootData: {} },
  navTree: [],
};
Object.assign(window, { grafanaBootData: boot, __grafana_public_path__: '/public/' });

export {};
