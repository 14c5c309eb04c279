import { EVENT_ID } from "js-yaml";
import { byPlace, type Finding, type Place } from "../finding.ts";
import { type Validator, validate } from "../schema/index.ts";
import { valueAt } from "../yaml/pointer.ts";
import type { NodeIndex } from "../yaml/tree.ts";
import type { World } from "./across/world.ts";
import { Decoder } from "./go-yaml/decode.ts";
import type { Listener } from "./go-yaml/listener.ts";
import type { Dialect } from "./go-yaml/scalar.ts";
import { holdersIn } from "./holders.ts";
import type { JsonSchema } from "./json-schema.ts";
import { type Context, objectOf, type Rule, type Say, type Values } from "./rule.ts";
import { slips } from "./slips.ts";
import type { Source } from "./source.ts";
import { TEXT_FORMATS, type TextFault, type TextFormat } from "./texts/index.ts";
import { FILL_IN, hasVariable } from "./variables.ts";
import { compareVersions, isSince, type Versions } from "./version.ts";

/** All that is needed to judge one kind of file. */
export interface Standard {
  /** First part of the names of its checks. */
  readonly kind: string;
  /** Whose versions `x-since` and `since` speak of; Prometheus when absent. */
  readonly program?: keyof Versions;
  /** Formats of texts that only this kind has. */
  readonly formats?: Readonly<Record<string, TextFormat>>;
  readonly schema: JsonSchema;
  /** The schema compiled, from a `*.validator.ts`, which the bundle holds ready made. */
  readonly validator: Validator;
  readonly dialect: Dialect;
  readonly rules: readonly Rule[];
  /** The newest version of the program whose keys the schema knows. */
  readonly newest?: string;
  /** Keys of other kinds of files that people write at the top of this one, and where they belong. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  /** What a key that the schema does not know is: programs that ignore such keys deserve a warning only. error when absent. */
  readonly unknownKeys?: "warning";
}

export interface Judged {
  readonly value: unknown;
  readonly findings: readonly Finding[];
  /** Reports about the objects of `value`, for checks that look across files. */
  readonly placeOf: (object: object, key?: string | number, part?: "key" | "value") => Place;
}

export interface JudgeOptions {
  readonly versions: Versions;
  readonly world?: World | undefined;
  readonly glob?: Context["glob"];
  readonly read?: Context["read"];
  /** Keys of another file that count for this one too. */
  readonly inherited?: Values;
}

/** Reads the first document of the source as its kind says, and judges structure, texts and rules. */
export function judge(source: Source, standard: Standard, options: JudgeOptions): Judged {
  const [root] = source.documents;
  const session = new Session(source, standard, options);
  const value = root === undefined ? undefined : session.read(root);
  const findings = [...slips(source), ...session.findings];
  return { value, findings, placeOf: (object, key, part) => session.placeOf(object, key, part) };
}

/** What is gathered while one document is judged. */
class Session implements Listener {
  readonly findings: Finding[] = [];
  private readonly source: Source;
  private readonly standard: Standard;
  private readonly options: JudgeOptions;
  private readonly rules: ReadonlyMap<string, readonly Rule[]>;
  private readonly objects: { readonly as: readonly string[]; readonly value: Values }[] = [];
  private readonly decoder: Decoder;
  /** Values of which the schema refused something, and what they stand in. */
  private readonly broken = new Set<unknown>();

  constructor(source: Source, standard: Standard, options: JudgeOptions) {
    this.source = source;
    this.standard = standard;
    this.options = options;
    this.rules = rulesByObject(standard.rules);
    this.decoder = new Decoder(source.tree.events, source.file.text, standard.schema, standard.dialect, this);
  }

  read(root: NodeIndex): unknown {
    const value = this.decoder.decode(root);
    this.findings.push(...this.structure(value, root));
    const { versions, glob, read, world, inherited } = this.options;
    const knowledge = {
      ...world?.knowledge,
      ...(versions.prometheus !== undefined && { version: versions.prometheus }),
    };
    const isNull = (object: object, key: string): boolean => this.decoder.nulls.get(object)?.has(key) === true;
    const context: Context = {
      versions,
      knowledge,
      world,
      glob,
      read,
      isNull,
      file: { ...objectOf(value), ...inherited },
    };
    for (const object of this.objects) {
      for (const name of object.as)
        for (const rule of this.rules.get(name) ?? []) this.apply(rule, object.value, context);
    }
    return value;
  }

  placeOf(object: object, key?: string | number, part: "key" | "value" = "value"): Place {
    const node = this.decoder.origins.get(object) ?? 0;
    return key === undefined ? this.source.place(node) : this.source.placeOf(node, String(key), part);
  }

  object(as: readonly string[], value: Values): void {
    this.objects.push({ as, value });
  }

  text(format: string, text: string, node: NodeIndex): void {
    const known = this.standard.formats?.[format] ?? TEXT_FORMATS[format];
    const fault = known?.fault(text, this.options.versions);
    if (known === undefined || fault === undefined) return;
    const { reason, range, help } =
      this.withVariable(text, known) ?? (typeof fault === "string" ? { reason: fault } : fault);
    this.findings.push({
      ...(range === undefined ? this.source.place(node) : this.source.placeInNode(node, range)),
      severity: known.severity ?? "error",
      check: `${this.standard.kind}/${known.check}`,
      message: `"${shorten(text)}" is not ${known.noun}: ${reason}`,
      ...(help !== undefined && { help }),
    });
  }

  /** What is wrong with a text that waits for a variable, whatever else it lacks; templates and patterns have dollars of their own. */
  private withVariable(text: string, { check }: TextFormat): TextFault | undefined {
    if (check === "template" || check === "regex" || !hasVariable(text)) return undefined;
    return { reason: `${this.program} fills in no variables of its environment`, help: FILL_IN };
  }

  versioned(name: string, schema: JsonSchema, key: NodeIndex): void {
    const { version, program } = this;
    const { "x-since": since, "x-until": until } = schema;
    const check = `${this.standard.kind}/version`;
    if (since !== undefined && isSince(version, since) === false) {
      this.error(check, `"${name}" needs ${program} ${since}, and this is ${version}`, key);
    }
    if (until === undefined || isSince(version, until) === false) return;
    const message = `${program} ${until} no longer knows "${name}"`;
    this.findings.push({
      ...this.source.place(key),
      severity: version === undefined ? "warning" : "error",
      check,
      message,
    });
  }

  takesNode(until: string, node: NodeIndex): boolean {
    const isResolved = isSince(this.version, until);
    if (isResolved !== true && this.source.tree.events[node]?.type === EVENT_ID.ALIAS) {
      this.findings.push({
        ...this.source.place(node),
        severity: "warning",
        check: "yaml/alias",
        message: `${this.program} before ${until} takes the alias's name for the text, and not what it stands for`,
        help: "write the text here once more",
      });
    }
    return isResolved === false;
  }

  fault(message: string, node: NodeIndex): void {
    this.error("yaml/value", message, node);
  }

  repeated(name: string, key: NodeIndex, first: NodeIndex): void {
    const { line } = this.source.place(first);
    this.error("yaml/duplicate-key", `the key "${name}" stands here a second time, first in line ${line}`, key);
  }

  private get version(): string | undefined {
    return this.options.versions[this.standard.program ?? "prometheus"];
  }

  private get program(): string {
    return PROGRAM_NAMES[this.standard.program ?? "prometheus"];
  }

  private structure(value: unknown, root: NodeIndex): Finding[] {
    if (value === undefined) return [];
    const check = `${this.standard.kind}/structure`;
    const document = this.source.document(value, root);
    const { validator, schema, elsewhere } = this.standard;
    const findings = validate(validator, document, { check, holders: () => holdersIn(schema), elsewhere });
    if (findings.length > 0) this.noteBroken(value);
    const { version } = this;
    const isUnknownVersion =
      version !== undefined && compareVersions(minorOf(version), this.standard.newest ?? version) > 0;
    return isUnknownVersion || this.standard.unknownKeys === "warning" ? findings.map(asWarning) : findings;
  }

  /** Keeps what the schema refused last, and what that stands in. */
  private noteBroken(value: unknown): void {
    for (const { instancePath } of this.standard.validator.errors ?? [])
      for (const path of [instancePath, instancePath.replace(/\/[^/]*$/, "")]) this.broken.add(valueAt(value, path));
  }

  private apply(rule: Rule, value: Values, context: Context): void {
    const since = rule.since === undefined ? true : isSince(this.version, rule.since);
    if (since === false) return;
    // What a habit misses there may be what was misspelt.
    if (rule.severity === "info" && this.broken.has(value)) return;
    const severity = rule.severity ?? (since === undefined ? "warning" : "error");
    const say: Say = (key, message, help, more = {}) => {
      const place = this.rangePlace(more.of ?? value, key, more);
      if (more.onlyOne === true && this.findings.some((other) => byPlace(other, place) === 0)) return;
      this.findings.push({
        ...place,
        severity: more.severity ?? severity,
        check: more.name ?? rule.name,
        message,
        ...(help !== undefined && { help }),
      });
    };
    rule.check(value, say, context);
  }

  private rangePlace(object: object, key: string | number | undefined, more: NonNullable<Parameters<Say>[3]>): Place {
    const node = this.decoder.origins.get(object);
    if (more.range === undefined || key === undefined || node === undefined)
      return this.placeOf(object, key, more.part);
    return this.source.placeIn(node, String(key), more.range);
  }

  private error(check: string, message: string, node: NodeIndex): void {
    this.findings.push({ ...this.source.place(node), severity: "error", check, message });
  }
}

const PROGRAM_NAMES = { prometheus: "Prometheus", alertmanager: "Alertmanager" } as const;

/** `0.34.2` without its patch, which brings no keys. */
const minorOf = (version: string): string => version.split(".").slice(0, 2).join(".");

/** A newer program than the schema may know more keys; nobody is to be locked out by that. */
const asWarning = (finding: Finding): Finding =>
  finding.message.startsWith("unknown key") ? { ...finding, severity: "warning" } : finding;

function rulesByObject(rules: readonly Rule[]): ReadonlyMap<string, readonly Rule[]> {
  const groups = new Map<string, Rule[]>();
  for (const rule of rules) groups.set(rule.on, [...(groups.get(rule.on) ?? []), rule]);
  return groups;
}

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text);
