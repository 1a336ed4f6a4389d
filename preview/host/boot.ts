// Runs before anything of @grafana/* is imported: @grafana/runtime reads the boot data once, when it is loaded.

const chosen = new URLSearchParams(window.location.search).get('theme');
if (chosen === 'light' || chosen === 'dark') {
  localStorage.setItem('preview.theme', chosen);
}
const theme = chosen === 'light' || chosen === 'dark' ? chosen : localStorage.getItem('preview.theme');
if (theme === 'light' || theme === 'dark') {
  const user: unknown = Reflect.get(Reflect.get(window, 'grafanaBootData'), 'user');
  Object.assign(Object(user), { theme, lightTheme: theme === 'light' });
}

export {};
