import { type ComponentType, type ReactNode, useEffect, useState } from "react";

/** A component whose code comes from the disk when it is first shown, or before that by `load`. */
export interface Loadable<Props> {
  (props: Props): ReactNode;
  readonly load: () => Promise<void>;
}

/**
 * Makes a component of code that is loaded on demand; `meanwhile` stands in its place until then.
 *
 * It is shown in the frame after its code is there. React's own way, `lazy` under a `Suspense`, holds
 * it back until its placeholder has been seen for 300 ms, which is longer than the disk takes.
 */
export function loadable<Props extends object>(
  importComponent: () => Promise<ComponentType<Props>>,
  meanwhile: ReactNode = null,
): Loadable<Props> {
  let known: ComponentType<Props> | undefined;
  let loading: Promise<ComponentType<Props>> | undefined;
  const load = async (): Promise<ComponentType<Props>> => {
    loading ??= importComponent();
    known = await loading;
    return known;
  };
  function Loaded(props: Props): ReactNode {
    const [Shown, setShown] = useState(() => known);
    useEffect(() => {
      if (Shown !== undefined) return;
      load().then(
        (component) => setShown(() => component),
        (error: unknown) => {
          // Thrown where it is drawn, as any other failure of a component.
          setShown(() => {
            throw error;
          });
        },
      );
    }, [Shown]);
    return Shown === undefined ? meanwhile : <Shown {...props} />;
  }
  return Object.assign(Loaded, {
    load: async () => {
      await load();
    },
  });
}
