/** What has to be known of a lab to find its program among a student's files. */
export interface KnownLab {
  /** `lab01` */
  id: string;
  /** `lab01-echo-server` */
  folder: string;
  /** The main file: `echo_server.ts`. */
  program: string;
  kind: 'server' | 'client';
}
