import { crc32, deflateRawSync } from "node:zlib";

/** An entry of an archive that a test makes. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: Buffer;
  readonly isLink?: boolean;
  readonly isEncrypted?: boolean;
}

/**
 * Makes a zip archive with names and attributes that honest tools refuse to write.
 *
 * `announced` replaces the number of entries that the archive says it has.
 */
export function makeZip(entries: readonly ZipEntry[], announced = entries.length): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, isLink = false, isEncrypted = false } of entries) {
    const packed = deflateRawSync(bytes);
    const fileName = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(isEncrypted ? 0x801 : 0x800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(fileName.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, fileName, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(isLink ? (0o120777 << 16) >>> 0 : 0, 6);
    tail.writeUInt32LE(offset, 10);
    const madeBy = Buffer.from([20, 3]);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02"), madeBy, common, tail, fileName]));
    parts.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(announced, 4);
  end.writeUInt16LE(announced, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, list, Buffer.from("PK\x05\x06"), end]);
}
