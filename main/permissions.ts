/**
 * What the page may ask of the system: Electron grants everything unless told otherwise, so this is a
 * table of the little that is allowed, and the answer to everything else is no.
 */
import type { Session } from 'electron';
import { isOwnPage } from './origin.ts';

/** A question that Electron puts, once when something is asked for and again whenever it is checked. */
export interface PermissionQuestion {
  readonly permission: string;
  /** Of the frame that asks. */
  readonly origin: string;
  readonly isMainFrame: boolean;
  /** For `media`: what is to be captured. */
  readonly mediaTypes: readonly string[];
  /** Our page has just said that it is about to capture the screen. */
  readonly awaitsScreen: boolean;
}

/** What `media` may capture. */
const devices = new Set(['audio', 'video']);

/**
 * Default deny: microphone, camera, the clipboard, and a screen that `screen-grant.ts` chooses, for our own page's
 * top frame.
 */
export function isPermitted(question: PermissionQuestion): boolean {
  if (!question.isMainFrame || !isOwnPage(question.origin)) return false;
  switch (question.permission) {
    case 'media':
      // Electron 22 asks for a screen without saying so: there is nothing to be captured, then.
      if (question.mediaTypes.length === 0) return question.awaitsScreen;
      return question.mediaTypes.every((type) => devices.has(type));
    case 'display-capture':
      return question.awaitsScreen;
    case 'clipboard-read':
    case 'clipboard-sanitized-write':
      return true;
    default:
      return false;
  }
}

/**
 * Applies the table to a session; `awaitsScreen` as in the question. Every other kind of access (USB, …) is refused outright.
 */
export function restrictPermissions(session: Session, awaitsScreen = () => false): void {
  session.setPermissionRequestHandler((_page, permission, callback, details) => {
    const mediaTypes = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const origin =
      'securityOrigin' in details && details.securityOrigin ? details.securityOrigin : details.requestingUrl;
    const { isMainFrame } = details;
    callback(isPermitted({ permission, origin, isMainFrame, mediaTypes, awaitsScreen: awaitsScreen() }));
  });
  session.setPermissionCheckHandler((_page, permission, requestingOrigin, details) =>
    isPermitted({
      permission,
      origin: requestingOrigin,
      isMainFrame: details.isMainFrame,
      mediaTypes: details.mediaType === undefined ? [] : [details.mediaType],
      awaitsScreen: awaitsScreen(),
    }),
  );
  session.setDevicePermissionHandler(() => false);
}
