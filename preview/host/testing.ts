// What @grafana/scenes and @grafana/data expect of a browser and jsdom lacks; to be imported before them.

/** Made by @grafana/scenes as it is loaded; nothing scrolls here. */
class NoIntersections {
  observe() {}
  unobserve() {}
  disconnect() {}
}

Object.assign(globalThis, { IntersectionObserver: NoIntersections });

URL.canParse ??= (url, base) => {
  try {
    return new URL(url, base).href !== '';
  } catch {
    return false;
  }
};

export {};
