/** The last part of a path, whichever way its separators lean. */
export function fileNameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

/** The folder of a path. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(1, path.length - fileNameOf(path).length - 1));
}
