import fs from "node:fs";

/** The disk, a quota or a limit of the account has no room for what is written. */
const NO_ROOM: ReadonlySet<string | undefined> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);
/** File systems that know no hard link. */
const NO_LINK: ReadonlySet<string | undefined> = new Set(["EPERM", "ENOTSUP", "ENOSYS", "EOPNOTSUPP"]);

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
export const isNoRoom = (error: unknown): boolean => NO_ROOM.has(codeOf(error));

/** What an operator reads when the disk is full: the place, and that nothing of what was begun is kept. */
export class NoRoomOnDisk extends Error {
  constructor(where: string, cause: unknown) {
    super(`Plus de place pour écrire ${where} : rien n’en est gardé ; libérez de la place, ou visez un autre disque.`, { cause });
  }
}

/** NoRoomOnDisk for a disk that is full; any other error as it is. */
export const withoutRoom = (error: unknown, where: string): unknown => (isNoRoom(error) ? new NoRoomOnDisk(where, error) : error);

export interface WholeFile {
  mode: number;
  /** False: a file that has this name is never overwritten (EEXIST). */
  replace: boolean;
}

/** Written beside, on the disk, then named: whoever looks finds the whole file or none, even when the disk is full or the process killed. */
export function writeWhole(file: string, content: string | Buffer, { mode, replace }: WholeFile): void {
  const beside = `${file}.${process.pid}.provisoire`;
  try {
    fs.writeFileSync(beside, content, { mode, flush: true });
    if (replace) fs.renameSync(beside, file);
    else nameOnce(beside, file);
  } catch (error) {
    throw withoutRoom(error, file);
  } finally {
    fs.rmSync(beside, { force: true });
  }
}

function nameOnce(beside: string, file: string): void {
  try {
    fs.linkSync(beside, file);
  } catch (error) {
    if (!NO_LINK.has(codeOf(error))) throw error;
    fs.copyFileSync(beside, file, fs.constants.COPYFILE_EXCL);
  }
}

/** Several files that go together: all of them, or none of this writing. @param work gives each file to `made` once it has made it. */
export async function writeTogether<T>(where: string, work: (made: (file: string) => void) => T | Promise<T>): Promise<T> {
  const files: string[] = [];
  try {
    return await work((file) => void files.push(file));
  } catch (error) {
    for (const file of files) fs.rmSync(file, { force: true });
    throw withoutRoom(error, where);
  }
}
