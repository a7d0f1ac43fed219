import { Component, type ComponentType, h } from 'preact';

/** A component that is drawn again only when its properties have changed (what `preact/compat` has, without the rest). */
export function memo<P extends object>(Drawn: ComponentType<P>, same: (a: P, b: P) => boolean) {
  return class extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      return !same(this.props as P, next);
    }
    override render() {
      return h(Drawn, this.props as P);
    }
  };
}
