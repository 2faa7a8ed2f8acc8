import "@mantine/notifications/styles.css";
import "./toasts.css";
import { Notifications, notifications } from "@mantine/notifications";

/** Where toasts appear: bottom right, above the banner. Mounted once by the frame. */
export function Toasts() {
  return <Notifications position="bottom-right" limit={3} autoClose={5000} />;
}

/**
 * Says that something was done, for 5 seconds, with Undo where it can be undone.
 * Never an error: errors stand beside their cause (ErrorNotice).
 * Of what follows fast on each other, all with the same `place`, the last one is shown alone.
 */
export function showDone(message: string, undo?: () => void, place?: string): void {
  if (place !== undefined) notifications.hide(place);
  const id = notifications.show({
    ...(place === undefined ? {} : { id: place }),
    message: (
      <span className="toast">
        <span>{message}</span>
        {undo !== undefined && (
          <button
            type="button"
            className="link"
            onClick={() => {
              notifications.hide(id);
              undo();
            }}
          >
            Undo
          </button>
        )}
      </span>
    ),
    withCloseButton: true,
    closeButtonProps: { "aria-label": "Dismiss" },
  });
}
