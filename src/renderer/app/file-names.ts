/** The last part of a path, whichever way its separators lean. */
export function fileNameOf(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== "") ?? path;
}

/** The folder of a path. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(1, path.length - fileNameOf(path).length - 1));
}

/** A name as a file may have it. */
export function safeFileName(name: string): string {
  return (
    name
      // eslint-disable-next-line no-control-regex -- control characters are among what no file may have
      .replace(/[\u0000-\u001f<>:"/\\|?*]+/g, " ")
      .trim()
      .slice(0, 100) || "unnamed"
  );
}
