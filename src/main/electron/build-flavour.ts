/**
 * What the build is for: written into the code by the build, never read from the environment.
 *
 * Only a `test` build can be driven from outside, only a `development` build opens its tools.
 */
declare const __BUILD_FLAVOUR__: "release" | "test" | "development";

export const buildFlavour = __BUILD_FLAVOUR__;
