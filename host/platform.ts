import { arch, platform } from "node:process";

/** This machine as Go names it, and with it Docker, Terraform and the releases of Go programs: `linux` and `amd64`. */
export const PLATFORM = { os: platform, architecture: arch === "x64" ? "amd64" : arch } as const;
