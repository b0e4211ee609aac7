import type pg from "pg";
import { indicateurDe } from "../../subgraphs/indicateurs/mesure/catalogue";
import { coupesDe } from "../../subgraphs/indicateurs/mesure/coupe";
import type { Cible } from "../charge";
import { type ALaMain, COUPES_COMPAREES, sqlALaMain } from "./a-la-main";
import { chronometrer, demander, type Part, type Temps } from "./lire";

/** Times of one indicator by one cut. `defaut`: the version that answers when none is asked. */
export interface Comparaison {
  code: string;
  coupe: string;
  hub: Temps;
  base: Temps;
  defaut: Temps;
}

interface Ligne extends Part {
  tout: boolean;
  cle: string;
}

const memes = (a: number | null, b: number | null) => Math.abs((a ?? 0) - (b ?? 0)) <= 1e-6 * Math.max(1, Math.abs(a ?? 0));

/** Throws when the hub and the hand-written statement do not say the same: their ratio would mean nothing. */
function verifier(nom: string, hub: { tout: Part; parts: readonly (Part & { cle: string })[] }, lignes: readonly Ligne[]): void {
  const dire = (quoi: string, a: Part, b: Part) => {
    if (!memes(a.numerateur, b.numerateur) || !memes(a.denominateur, b.denominateur))
      throw new Error(`${nom}, ${quoi} : le hub dit ${a.numerateur} / ${a.denominateur}, la base ${b.numerateur} / ${b.denominateur}.`);
  };
  const vide: Part = { numerateur: null, denominateur: null };
  dire("ensemble", hub.tout, lignes.find(({ tout }) => tout) ?? vide);
  const parts = new Map(lignes.filter(({ tout }) => !tout).map((ligne) => [ligne.cle, ligne]));
  for (const part of hub.parts) dire(part.cle, part, parts.get(part.cle) ?? vide);
  for (const [cle, ligne] of parts) if (!hub.parts.some((part) => part.cle === cle)) dire(cle, vide, ligne);
}

/** Each indicator by each of its common cuts, through the API and by hand, one after the other: what slows the machine down weighs on both. */
export async function comparer(
  cible: Cible,
  client: pg.Client,
  liste: readonly ALaMain[],
  periode: { debut: string; fin: string },
  fois: number,
): Promise<Comparaison[]> {
  await client.query("select set_config('unefois.departements', '94', false), set_config('unefois.portee', 'departement', false)");
  const faites: Comparaison[] = [];
  for (const alaMain of liste) {
    const { code, version } = alaMain;
    const possibles = coupesDe(indicateurDe(code, version)!.calcul);
    for (const coupe of COUPES_COMPAREES.filter((c) => possibles.includes(c) && !alaMain.sans?.includes(c))) {
      const text = sqlALaMain(alaMain, coupe);
      const lire = () => demander(cible, { code, version, ventilation: coupe, ...periode });
      const ecrite = () => client.query<Ligne>({ name: `${code} ${coupe}`, text, values: ["94", periode.debut, periode.fin] });
      const reponse = await lire();
      verifier(`${code} par ${coupe}`, { tout: reponse, parts: reponse.ventilation }, (await ecrite()).rows);
      faites.push({
        code,
        coupe,
        hub: await chronometrer(fois, lire),
        base: await chronometrer(fois, ecrite),
        defaut: await chronometrer(fois, () => demander(cible, { code, ventilation: coupe, ...periode })),
      });
    }
  }
  return faites;
}
