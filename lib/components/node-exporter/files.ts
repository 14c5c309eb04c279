/** Matcher of file systems that hold data: those in memory and those of images are full, or empty, by nature. */
export const FILES = 'fstype!~"tmpfs|ramfs|overlay|squashfs|iso9660|erofs"';
