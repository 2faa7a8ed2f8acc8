/** Whether Esc belongs to something that is open above the page: a dialog, a menu, a list of choices. */
export function isEscTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented) return true;
  const above = document.querySelectorAll('[role="dialog"], [role="menu"], [role="listbox"]');
  // Fields keep their list of choices in the document while it is closed.
  return [...above].some((element) => element.checkVisibility());
}
