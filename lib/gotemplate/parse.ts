import type { Statement, Template } from "./ast.ts";
import { Cursor, Stop, unexpected } from "./cursor.ts";
import { type Token, tokensOf } from "./lex.ts";
import { unquote } from "./literals.ts";
import { PipelineParser } from "./pipeline.ts";

/** What a program's templates may use. */
export interface Dialect {
  readonly functions: ReadonlySet<string>;
  /** Variables that the program declares before the template: `$labels`. `$` is always there. */
  readonly variables?: readonly string[];
  /** `{{ else with … }}`, which Go knows since 1.23. */
  readonly elseWith?: boolean;
}

/**
 * Parses a template of Go's text/template and reports what Go's own parser refuses (text/template/parse/parse.go, Go 1.26).
 * Unknown functions and variables are all reported; what breaks the structure ends the parse, as it does in Go.
 */
export function parseTemplate(text: string, dialect: Dialect): Template {
  const parser = new Parser(tokensOf(text), dialect);
  const statements = parser.parse();
  return { statements, defines: parser.defines, faults: parser.inner.faults };
}

/** `end` or `else`: not a statement, but what ends a list of them. */
interface Closing {
  readonly kind: "closing";
  readonly keyword: Token;
}

interface Block {
  readonly statements: readonly Statement[];
  /** `end`, or `else` that is not `else if` of its own kind. */
  readonly last: Token;
}

class Parser {
  readonly defines = new Map<string, readonly Statement[]>();
  readonly inner: PipelineParser;
  private readonly cursor: Cursor;
  private readonly elseWith: boolean;
  private loops = 0;

  constructor(tokens: readonly Token[], { functions, variables = [], elseWith = true }: Dialect) {
    this.cursor = new Cursor(tokens);
    this.inner = new PipelineParser(this.cursor, functions);
    this.inner.variables = ["$", ...variables];
    this.elseWith = elseWith;
  }

  parse(): readonly Statement[] {
    const statements: Statement[] = [];
    try {
      while (this.cursor.peek().kind !== "end of text") {
        const statement = this.cursor.isKeyword("define", 1) ? this.define() : this.statement();
        if (statement.kind === "closing") throw outsideBlock(statement.keyword);
        statements.push(statement);
      }
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      this.inner.faults.push(error.fault);
    }
    return statements;
  }

  private define(): Statement {
    this.cursor.skip(2);
    const { name, token } = this.templateName("define");
    this.cursor.expect("close", "after the name of `define`");
    this.addDefinition(name, token);
    return { kind: "text", isBlank: true };
  }

  /** The body of `define` or `block`: a template of its own, with variables and loops of its own. */
  private addDefinition(name: string, opener: Token): void {
    const { loops } = this;
    const { variables } = this.inner;
    this.inner.variables = ["$"];
    this.loops = 0;
    const { statements, last } = this.block(opener);
    if (last.text !== "end") throw outsideBlock(last);
    const existing = this.defines.get(name);
    if (existing !== undefined && !isEmpty(existing) && !isEmpty(statements)) {
      throw new Stop(`the template "${name}" is defined twice`, opener);
    }
    if (existing === undefined || isEmpty(existing)) this.defines.set(name, statements);
    this.inner.variables = variables;
    this.loops = loops;
  }

  /** Statements up to `end` or `else`, which is consumed with its delimiter, except before `else if` and `else with`. */
  private block(opener: Token): Block {
    const statements: Statement[] = [];
    while (this.cursor.peek().kind !== "end of text") {
      const statement = this.statement();
      if (statement.kind === "closing") return { statements, last: statement.keyword };
      statements.push(statement);
    }
    throw new Stop(`\`${opener.text}\` has no \`{{ end }}\``, opener);
  }

  /** A statement, or the keyword that ends a block. */
  private statement(): Statement | Closing {
    const token = this.cursor.next();
    if (token.kind === "text") return { kind: "text", isBlank: token.text.trim() === "" };
    if (token.kind !== "open") throw unexpected(token, "in the text");
    const keyword = this.cursor.peek();
    if (keyword.kind !== "keyword" || keyword.text === "nil") return this.action();
    this.cursor.skip(1);
    switch (keyword.text) {
      case "if":
      case "range":
      case "with":
        return this.control(keyword, keyword.text);
      case "end":
        this.cursor.expect("close", "after `end`");
        return { kind: "closing", keyword };
      case "else":
        return this.elseClause(keyword);
      case "break":
      case "continue":
        return this.jump(keyword);
      case "template":
        return this.templateCall();
      case "block":
        return this.blockCall(keyword);
      default:
        throw new Stop("`define` may stand at the outermost level only", keyword);
    }
  }

  private action(): Statement {
    return { kind: "action", pipeline: this.inner.pipeline("an action", "close") };
  }

  private elseClause(keyword: Token): Closing {
    if (!this.cursor.isKeyword("if") && !this.cursor.isKeyword("with")) this.cursor.expect("close", "after `else`");
    return { kind: "closing", keyword };
  }

  private jump(keyword: Token): Statement {
    this.cursor.expect("close", `after \`${keyword.text}\``);
    if (this.loops === 0) throw new Stop(`\`${keyword.text}\` outside \`range\``, keyword);
    return { kind: "jump" };
  }

  private control(keyword: Token, kind: "if" | "range" | "with"): Statement {
    const scope = this.inner.variables.length;
    const pipeline = this.inner.pipeline(kind, "close");
    if (kind === "range") this.loops += 1;
    const { statements: body, last } = this.block(keyword);
    if (kind === "range") this.loops -= 1;
    const otherwise = last.text === "else" ? this.otherwise(keyword, kind) : [];
    this.inner.variables.length = scope;
    return { kind, pipeline, body, otherwise };
  }

  private otherwise(keyword: Token, kind: "if" | "range" | "with"): readonly Statement[] {
    const chained = this.cursor.peek();
    if (this.cursor.isKeyword("if") || this.cursor.isKeyword("with")) {
      if (chained.text !== kind || (kind === "with" && !this.elseWith)) {
        throw new Stop(`\`else ${chained.text}\` cannot follow \`${kind}\` here`, chained);
      }
      this.cursor.skip(1);
      return [this.control(chained, kind)];
    }
    const { statements, last } = this.block(keyword);
    if (last.text !== "end") throw new Stop(`\`${kind}\` has two \`else\``, last);
    return statements;
  }

  private templateCall(): Statement {
    const { name, token } = this.templateName("template");
    const { start, end } = token;
    if (this.cursor.peek().kind === "close") {
      this.cursor.skip(1);
      return { kind: "template", name, start, end };
    }
    return { kind: "template", name, start, end, pipeline: this.inner.pipeline("template", "close") };
  }

  private blockCall(keyword: Token): Statement {
    const { name, token } = this.templateName("block");
    const pipeline = this.inner.pipeline("block", "close");
    this.addDefinition(name, keyword);
    return { kind: "template", name, start: token.start, end: token.end, pipeline };
  }

  private templateName(after: string): { name: string; token: Token } {
    const token = this.cursor.next();
    const name = token.kind === "string" || token.kind === "rawString" ? unquote(token.text) : undefined;
    if (token.kind === "error") throw unexpected(token, "");
    if (name === undefined) throw new Stop(`\`${after}\` needs the name of a template in quotes`, token);
    return { name, token };
  }
}

const outsideBlock = (keyword: Token): Stop =>
  new Stop(`\`${keyword.text}\` has no \`if\`, \`with\` or \`range\` before it`, keyword);

/** Whether a definition holds nothing but white space: Go lets a later one replace it. */
const isEmpty = (statements: readonly Statement[]): boolean =>
  statements.every((statement) => statement.kind === "text" && statement.isBlank);
