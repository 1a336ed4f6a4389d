// For tests of editors.

/** For the shadows of a menu that scrolls. */
class NothingScrolls implements Pick<IntersectionObserver, 'observe' | 'disconnect'> {
  observe(): void {}
  disconnect(): void {}
}

/**
 * Gives the menus of Grafana's Combobox what jsdom lacks: the canvas on which it measures its options. Nothing is laid
 * out, so there are no rows to click: tests go by the keyboard.
 */
export function letMenusOpen(): void {
  Object.assign(window, { IntersectionObserver: NothingScrolls });
  const context = { measureText: (text: string) => ({ width: 8 * text.length }) };
  jest.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(context as CanvasRenderingContext2D);
}
