/** Whether a path is a workspace's: it is opened, where everything else is imported into one. */
export function isWorkspaceFile(path: string): boolean {
  return /\.casemate$/i.test(path);
}
