/** Why there is no picture. Each has a sentence of its own (`ui.camera.*`), because each has another way out. */
export type CameraFault = 'refused' | 'absent' | 'busy' | 'insecure' | 'failed' | 'ended';

/** Names of the errors that getUserMedia throws (W3C Media Capture and Streams, 10.2). */
const FAULTS: Readonly<Record<string, CameraFault>> = {
  NotAllowedError: 'refused',
  NotFoundError: 'absent',
  OverconstrainedError: 'absent',
  NotReadableError: 'busy',
  AbortError: 'failed',
};

export function cameraFault(error: unknown): CameraFault {
  if (!navigator.mediaDevices) return 'insecure'; // Browsers give it to https and to this machine only.
  return FAULTS[(error as { name?: string } | null | undefined)?.name ?? ''] ?? 'failed';
}

export function release(stream: MediaStream | null | undefined): void {
  stream?.getTracks().forEach((track) => track.stop());
}

/**
 * Opens a camera for somebody who may have gone by the time it is open: then it is closed again at once, and its light goes out.
 * @throws what getUserMedia throws (`cameraFault` names it), and an AbortError when `gone` came first
 */
export async function openCamera(video: MediaTrackConstraints, gone: AbortSignal): Promise<MediaStream> {
  const stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
  if (!gone.aborted) return stream;
  release(stream);
  throw new DOMException('Left before the camera was open.', 'AbortError');
}
