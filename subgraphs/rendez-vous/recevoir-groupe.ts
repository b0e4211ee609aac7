import type { Database } from "../shared/database";
import type { MessageSigne } from "./monde";
import { lots, type MessageRecu } from "./reception";
import { enTransaction, type OptionsLot } from "./webhook-reception";

const ESSAIS = 3;
/** Deadlock, serialisation: the transaction did nothing, it is done again. */
const A_REFAIRE: readonly string[] = ["40P01", "40001"];
const code = (error: unknown): string | undefined => (error as { code?: string }).code;

/** Receives messages that arrived together, in one transaction; when it fails, one by one, so that a message that cannot be written leaves the others alone. */
export async function recevoirGroupe(
  base: Database,
  messages: readonly MessageSigne[],
  options: OptionsLot,
): Promise<PromiseSettledResult<MessageRecu>[]> {
  const resultats: PromiseSettledResult<MessageRecu>[] = [];
  for (const lot of lots(
    messages.map((signe) => ({ signe })),
    messages.length,
  )) {
    const signes = lot.map(({ signe }) => signe);
    const ensemble = await essayer(base, signes, options);
    if (ensemble[0]!.status === "fulfilled" || signes.length === 1) resultats.push(...ensemble);
    else for (const signe of signes) resultats.push(...(await essayer(base, [signe], options)));
  }
  return resultats;
}

async function essayer(
  base: Database,
  signes: readonly MessageSigne[],
  options: OptionsLot,
  essai = 1,
): Promise<PromiseSettledResult<MessageRecu>[]> {
  try {
    return (await enTransaction(base, signes, options)).map((value) => ({ status: "fulfilled", value }));
  } catch (reason) {
    if (A_REFAIRE.includes(code(reason) ?? "") && essai < ESSAIS) return essayer(base, signes, options, essai + 1);
    return signes.map(() => ({ status: "rejected", reason }));
  }
}
