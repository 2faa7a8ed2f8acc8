import "./Dialog.css";
import { Button, Modal } from "@mantine/core";
import type { ReactNode } from "react";

/**
 * A dialog between the marking banners: 480 or 720 wide, the title is the question.
 * Esc and the veil cancel; focus goes to the element with `data-autofocus` and comes back.
 */
export function Dialog({
  opened,
  title,
  wide = false,
  onClose,
  foot,
  children,
}: {
  readonly opened: boolean;
  readonly title: string;
  readonly wide?: boolean;
  readonly onClose: () => void;
  readonly foot?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={wide ? 720 : 480}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {children}
      {foot !== undefined && <div className="dialog-foot">{foot}</div>}
    </Modal>
  );
}

/**
 * Asks before something is done. The button is the verb ("Delete assessment"); what destroys is
 * red and at the right, and the focus starts on the safe button.
 */
export function ConfirmDialog({
  opened,
  title,
  verb,
  destructive = false,
  busy = false,
  onConfirm,
  onCancel,
  children,
}: {
  readonly opened: boolean;
  readonly title: string;
  readonly verb: string;
  readonly destructive?: boolean;
  readonly busy?: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
  readonly children?: ReactNode;
}) {
  return (
    <Dialog
      opened={opened}
      title={title}
      onClose={onCancel}
      foot={
        <>
          <Button onClick={onCancel} data-autofocus={destructive || undefined}>
            Cancel
          </Button>
          <Button
            variant="filled"
            color={destructive ? "red" : "indigo"}
            loading={busy}
            data-autofocus={!destructive || undefined}
            onClick={onConfirm}
          >
            {verb}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
