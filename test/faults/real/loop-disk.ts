/**
 * A disk of its own in a file: ext4 on a loop device, whose power can be cut. The cut is the file system's own shutdown without a flush:
 * from that moment nothing more reaches the disk, and what was only in memory is gone with the unmounting; mounting it again replays the
 * journal as after a real cut. What it does not model is a volatile cache inside the disk.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface LoopDisk {
  /** Where it is mounted. */
  folder: string
  cut(): void
  /** Mounts it again. Everything that had files open on it must have ended. */
  remount(): void
  close(): void
}

/** `EXT4_IOC_SHUTDOWN` with `EXT4_GOING_FLAGS_NOLOGFLUSH`; Perl is on every Debian, and Node has no `ioctl`. */
const SHUTDOWN = 'open(my $f, "<", $ARGV[0]) or die $!; my $how = pack("L", 2); ioctl($f, 0x8004587d, $how) or die "ioctl: $!"'

const UNMOUNT_TRIES = 50

function command(name: string, ...args: string[]): void {
  execFileSync(name, args, { stdio: ['ignore', 'ignore', 'pipe'] })
}

/** The last processes of a killed browser let go of their files a moment after its first. */
function untilFree(unmount: () => void): void {
  for (let tries = 1; ; tries += 1) {
    try {
      return unmount()
    } catch (cause) {
      if (tries === UNMOUNT_TRIES) throw cause
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
    }
  }
}

export function openLoopDisk(megabytes: number): LoopDisk {
  const home = mkdtempSync(join(tmpdir(), 'suan-xun-disk-'))
  const image = join(home, 'disk.img')
  const folder = join(home, 'mounted')
  mkdirSync(folder)
  writeFileSync(image, '')
  truncateSync(image, megabytes * 1024 * 1024)
  const mount = () => command('mount', '-o', 'loop', image, folder)
  const unmount = () => untilFree(() => command('umount', folder))
  command('mkfs.ext4', '-q', '-F', '-m', '0', image)
  mount()
  return {
    folder,
    cut: () => command('perl', '-e', SHUTDOWN, folder),
    remount() {
      unmount()
      mount()
    },
    close() {
      try {
        unmount()
      } catch {
        command('umount', '-l', folder)
      }
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** Why no such disk can be had here, in one line; `null` when it can, and a cut of it loses what was not flushed. */
export function noLoopDisk(): string | null {
  if (process.platform !== 'linux') return 'only Linux has loop devices with ext4'
  if (process.getuid?.() !== 0) return 'mounting needs root'
  let disk: LoopDisk | null = null
  try {
    disk = openLoopDisk(16)
    disk.cut()
    disk.remount()
    return null
  } catch (cause) {
    return `no loop device, ext4 or shutdown of it here: ${String(cause).split('\n')[0]}`
  } finally {
    disk?.close()
  }
}
