import fs from "node:fs";
import path from "node:path";
import { parseSync } from "@swc/core";

export const ROOT = path.join(__dirname, "../..");

type Node = { type: string; [key: string]: unknown };

/** A code that the source gives, and the texts that go with it. A text is `null` where an expression begins or ends it. */
export interface GivenCode {
  file: string;
  /** Name of what was called (`Refus.de`, `rejette`), or `{}` for an object with a `code`. */
  by: string;
  code: string;
  /** The two ends of each sentence that the code may come with. */
  messages: { start: string | null; end: string | null }[];
}

/** TypeScript files under the folders, relative to the root of the project. */
export function sources(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    fs
      .readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => path.join(folder, file)),
  );
}

/** Every code given in a file: first to last argument of a call, followed by its sentence; or property `code` of an object. */
export function givenCodes(file: string): GivenCode[] {
  const source = fs.readFileSync(path.join(ROOT, file), "utf8");
  const found: GivenCode[] = [];
  walk(parseSync(source, { syntax: "typescript", decorators: true }) as unknown as Node, (node) => {
    if (node.type === "CallExpression" || node.type === "NewExpression") found.push(...ofCall(file, node));
    if (node.type === "ObjectExpression") found.push(...ofObject(file, node));
  });
  return found;
}

function ofCall(file: string, node: Node): GivenCode[] {
  const given = ((node.arguments ?? []) as { expression: Node }[]).map(({ expression }) => expression);
  const by = calleeName(node.callee as Node);
  return given.flatMap((argument, i) =>
    literals(argument)
      .filter((text) => CODE.test(text))
      .map((code) => ({ file, by, code, messages: i + 1 < given.length ? sentences(given[i + 1]!) : [] })),
  );
}

function ofObject(file: string, node: Node): GivenCode[] {
  const properties = new Map<string, Node>();
  for (const property of node.properties as Node[]) {
    if (property.type !== "KeyValueProperty") continue;
    const key = property.key as Node & { value?: string };
    if (typeof key.value === "string") properties.set(key.value, property.value as Node);
  }
  const [code, message] = [properties.get("code"), properties.get("message")];
  if (!code) return [];
  return literals(code)
    .filter((text) => CODE.test(text))
    .map((text) => ({ file, by: "{}", code: text, messages: message ? sentences(message) : [] }));
}

const CODE = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;

function calleeName(callee: Node): string {
  if (callee.type === "Identifier") return callee.value as string;
  if (callee.type !== "MemberExpression") return "?";
  const property = callee.property as Node;
  return `${calleeName(callee.object as Node)}.${property.value as string}`;
}

/** The strings that an expression may be: a literal, or both sides of a condition. */
function literals(node: Node): string[] {
  if (node.type === "StringLiteral") return [node.value as string];
  if (node.type === "ConditionalExpression") return [node.consequent, node.alternate].flatMap((side) => literals(side as Node));
  return [];
}

function sentences(node: Node): GivenCode["messages"] {
  const whole = literals(node);
  if (whole.length > 0) return whole.map((text) => ({ start: text, end: text }));
  if (node.type !== "TemplateLiteral") return [];
  const quasis = (node.quasis as { cooked: string }[]).map(({ cooked }) => cooked);
  return [{ start: quasis[0] || null, end: quasis.at(-1) || null }];
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, visit);
  else if (value && typeof value === "object") {
    if (typeof (value as Node).type === "string") visit(value as Node);
    for (const child of Object.values(value)) walk(child, visit);
  }
}
