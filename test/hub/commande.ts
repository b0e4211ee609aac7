import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { garderPourLeCanari } from "../canari/campagne";

const LAUNCHER = path.resolve(__dirname, "../../bin/unefois.js");

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** The command line as a user runs it: another process, an environment of its own. */
export class Commande {
  out = "";
  err = "";
  readonly ended: Promise<Ended>;
  readonly child: ChildProcess;

  constructor(args: string[], environment: Record<string, string>) {
    const inherited = { PATH: process.env.PATH!, HOME: process.env.HOME ?? "/", LANG: "C.UTF-8" };
    this.child = spawn(process.execPath, [LAUNCHER, ...args], { env: { ...inherited, ...environment }, stdio: ["ignore", "pipe", "pipe"] });
    this.child.stdout!.setEncoding("utf8").on("data", (text: string) => {
      this.out += text;
    });
    this.child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      this.err += text;
    });
    this.ended = new Promise((resolve) =>
      this.child.once("exit", (code) => {
        // What it prints is for who asked; what it complains of is kept by the machine.
        garderPourLeCanari("erreurs-des-commandes.txt", this.err);
        if (args[0] === "start") garderPourLeCanari("erreurs-des-commandes.txt", this.out);
        resolve({ code, out: this.out, err: this.err });
      }),
    );
  }

  /** Waits until it prints a text, or ends. */
  async says(text: string): Promise<void> {
    let over = false;
    void this.ended.then(() => {
      over = true;
    });
    while (!this.out.includes(text)) {
      if (over) throw new Error(`terminé sans dire « ${text} » :\n${this.out}\n${this.err}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

export const run = (args: string[], environment: Record<string, string> = {}): Promise<Ended> => new Commande(args, environment).ended;
