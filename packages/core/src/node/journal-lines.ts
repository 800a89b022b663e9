import type { FileHandle } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { decodeMessage, encodeMessage } from "../backend/messages.js";
import { StorageError } from "../errors.js";
import type { StudyRecord } from "../storage/records.js";

/** Of the records and of the lines that hold them. */
const FORMAT = 1;
const NEWLINE = 0x0a;
/** `{"crc":"` + 8 hex digits + `","record":` + record + `}` */
const CRC_BEGIN = '{"crc":"';
const RECORD_BEGIN = '","record":';
const RECORD_OFFSET = CRC_BEGIN.length + 8 + RECORD_BEGIN.length;
const CHUNK_BYTES = 1 << 20;

/** The line of a journal that keeps `record`, its newline included. */
export function encodeLine(record: StudyRecord): string {
  const text = encodeMessage(record);
  return `${CRC_BEGIN}${checksum(text)}${RECORD_BEGIN}${text}}\n`;
}

/** Reads a journal from its beginning, and what is appended later, in whole lines. */
export class JournalCursor {
  /** Bytes and whole lines read so far. */
  offset = 0;
  lines = 0;
  readonly #file: FileHandle;
  readonly #path: string;
  #buffer = Buffer.allocUnsafe(CHUNK_BYTES);

  constructor(file: FileHandle, path: string) {
    this.#file = file;
    this.#path = path;
  }

  /**
   * The next records; none at the end, where a line without its newline may follow.
   * @throws StorageError naming file and line when a line is damaged or written by a newer version
   */
  async next(): Promise<readonly StudyRecord[]> {
    for (;;) {
      const length = await this.#fill();
      const end = this.#buffer.subarray(0, length).lastIndexOf(NEWLINE) + 1;
      if (end > 0) return this.#decode(end);
      if (length < this.#buffer.length) return [];
      this.#buffer = Buffer.allocUnsafe(2 * this.#buffer.length);
    }
  }

  /** Bytes read from `offset` on: fewer than the buffer holds only at the end of the file. */
  async #fill(): Promise<number> {
    let length = 0;
    while (length < this.#buffer.length) {
      const { bytesRead } = await this.#file.read({
        buffer: this.#buffer,
        offset: length,
        position: this.offset + length,
      });
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return length;
  }

  #decode(end: number): readonly StudyRecord[] {
    const records: StudyRecord[] = [];
    for (let start = 0; start < end; ) {
      const lineEnd = this.#buffer.indexOf(NEWLINE, start);
      records.push(this.#decodeLine(start, lineEnd));
      start = lineEnd + 1;
      this.lines++;
    }
    this.offset += end;
    return records;
  }

  #decodeLine(start: number, end: number): StudyRecord {
    const recordStart = start + RECORD_OFFSET;
    const begin = this.#buffer.toString("latin1", start, Math.min(recordStart, end));
    const body = this.#buffer.subarray(recordStart, end - 1);
    if (begin !== `${CRC_BEGIN}${checksum(body)}${RECORD_BEGIN}` || this.#buffer[end - 1] !== 0x7d) {
      throw this.#damaged("its checksum does not match");
    }
    const record = this.#parse(body);
    if (this.lines === 0) this.#checkHeader(record);
    return record;
  }

  #parse(body: Buffer): StudyRecord {
    try {
      return decodeMessage(body.toString()) as StudyRecord;
    } catch (error) {
      throw this.#damaged("it holds no record", error);
    }
  }

  #checkHeader(record: StudyRecord): void {
    if (record.type !== "study") throw this.#damaged("a study's header is missing there");
    if (record.format !== FORMAT) {
      throw new StorageError(
        `Journal "${this.#path}" was written by a newer version (format ${record.format}, line 1; this version reads ${FORMAT}). Upgrade @shac/core.`,
        { code: "newer-format" },
      );
    }
  }

  #damaged(what: string, cause?: unknown): StorageError {
    const line = this.lines + 1;
    const mend =
      line === 1
        ? "Restore it from a copy or delete the study."
        : `Restore it from a copy, or keep what is good: head -n ${this.lines} "${this.#path}" > good && mv good "${this.#path}"`;
    return new StorageError(`Journal "${this.#path}" is damaged at line ${line}: ${what}. ${mend}`, {
      code: "damaged-journal",
      cause,
    });
  }
}

function checksum(text: string | Buffer): string {
  return crc32(text).toString(16).padStart(8, "0");
}
