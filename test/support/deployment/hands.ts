/**
 * What a person sees and does on a target with its own tools, without watchkeeper. `name` is a component's; paths of files are
 * relative to its live folder, paths of data to its data folder.
 */
export interface Hands {
  /** The process that runs now: another one after each start. Undefined when none does. */
  process(name: string): Promise<string | undefined>;
  /** Where `current` leads, and the hash of each live file by path. */
  files(name: string): Promise<Readonly<Record<string, string>>>;
  read(name: string, path: string): Promise<string>;
  overwrite(name: string, path: string, text: string): Promise<void>;
  /** Ends its process by SIGKILL. */
  kill(name: string): Promise<void>;
  /** Ends it for good: nothing on the target starts it again by itself. */
  takeAway(name: string): Promise<void>;
  /** Ends all that runs, as a reboot or a clean-up of the engine does; files and data stay. */
  endAll(): Promise<void>;
  /** Makes it answer nobody, and lets it go on. */
  freeze(name: string): Promise<void>;
  thaw(name: string): Promise<void>;
  makeData(name: string, folder: string): Promise<void>;
  removeData(name: string, folder: string): Promise<void>;
  /** What keeps a component's data, by its name on the target; undefined when there is none. */
  dataPlace(name: string): Promise<string | undefined>;
  /** Everything on the target that belongs to the stack: processes, files, containers, volumes, networks. */
  everything(): Promise<readonly string[]>;
  /** What others than the programs' own user may read: logs, and what the engine tells. By where it was found. */
  visible(): Promise<ReadonlyMap<string, string>>;
  readonly moment: Moments;
  /** Takes away whatever is left, whoever made it. */
  sweep(): Promise<void>;
}

/** Each resolves as soon as it can be seen to begin; it is to be asked for before the deploy is started. */
interface Moments {
  /** Files of the component are being laid, and are not live yet. */
  publishing(name: string): Promise<void>;
  /** Other files of the component are live. */
  published(name: string): Promise<void>;
  /** Its program was started anew. */
  started(name: string): Promise<void>;
  /** Its container is made, and not started yet; where there are containers. */
  created?(name: string): Promise<void>;
}
