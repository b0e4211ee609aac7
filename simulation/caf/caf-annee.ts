import type { Attendus } from "../attendus";
import type { Jour } from "../calendrier";
import { type Contexte, contexteDe } from "../contexte";
import type { BilanFichier } from "../fichier";
import { type Dossier, dossiersDe } from "../foyer/dossiers";
import { foyersMsa, territoireMsa } from "../territoire/msa";
import type { Parcours } from "../territoire/territoire";
import { vieDe } from "../vie";
import { dossierXml } from "./caf-dossier";
import { ecrireFlux, enteteBeneficiaire, enteteInstruction, nomDe, type Suivi } from "./caf-fichiers";
import { demandeXml, estInstruite, type Instruction, instructionDe } from "./caf-instruction";

/** The flows of a whole year beside the stock and the days (option `annee`): one monthly file a month, the MSA's, one instruction file a month. */

/** A closed dossier stays that long in the monthly files, in days. */
const CLOS_ENCORE_DITS = 120;

const estDit = (dossier: Dossier, jour: Jour): boolean =>
  dossier.foyer.entree <= jour && (dossier.droits.cloture === null || dossier.droits.cloture > jour - CLOS_ENCORE_DITS);

function* dossiersDu(contexte: Contexte, jour: Jour): Generator<Dossier> {
  for (let index = 0; index < contexte.foyers; index++) for (const d of dossiersDe(contexte, index)) if (estDit(d, jour)) yield d;
}

type Bilans = Map<string, BilanFichier>;

async function ecrireMensuel(contexte: Contexte, dossier: string, nom: string, jour: Jour, suivi: Suivi): Promise<[string, BilanFichier]> {
  return ecrireFlux(dossier, nom, enteteBeneficiaire("M", jour, jour - 1), "NBTOTDOSRSATRANSM", function* () {
    for (const { foyer, droits } of dossiersDu(contexte, jour)) {
      yield dossierXml(contexte, foyer, droits, jour, null);
      suivi(foyer.index);
    }
  });
}

/** Monthly files of the CAF after the stock: every dossier known, as it is that day. */
export async function ecrireMensuels(contexte: Contexte, dossier: string, suivi: Suivi): Promise<Bilans> {
  const bilans: Bilans = new Map();
  for (const jour of contexte.mensuels) bilans.set(...(await ecrireMensuel(contexte, dossier, nomDe("RSABEM", jour), jour, suivi)));
  return bilans;
}

/** The foyers of the MSA: a context of their own, so that they share no number with the others. */
export const contexteMsa = ({ graine, territoire, foyers, debut, fin }: Contexte): Contexte =>
  contexteDe({ graine: `${graine}|msa`, territoire: territoireMsa(territoire), foyers: foyersMsa(foyers), debut, fin, annee: true });

/** Monthly files of the MSA, the stock included: the MSA sends no days. */
export async function ecrireMsa(contexte: Contexte, dossier: string, attendus: Attendus): Promise<Bilans> {
  const msa = contexteMsa(contexte);
  const bilans: Bilans = new Map();
  const dits = new Set<string>();
  for (const jour of [msa.debut, ...msa.mensuels]) {
    bilans.set(...(await ecrireMensuel(msa, dossier, nomDe("RSABEM_MSA", jour), jour, () => undefined)));
    for (const { foyer } of dossiersDu(msa, jour)) {
      if (dits.has(foyer.numeroDemande)) continue;
      dits.add(foyer.numeroDemande);
      attendus.msa.dossiers++;
      const departement = (foyer.adresses.findLast((a) => a.du <= jour) ?? foyer.adresses[0]!).commune.codeInsee.slice(0, 2);
      attendus.msa.parDepartement[departement] = (attendus.msa.parDepartement[departement] ?? 0) + 1;
    }
  }
  return bilans;
}

/** The month whose instruction file tells a request: the first on or after its day. */
const moisDe = (contexte: Contexte, { foyer }: Dossier): Jour | undefined => contexte.mensuels.find((jour) => jour >= foyer.demande);

const categorieDe = (contexte: Contexte, { foyer }: Dossier): Parcours["categorie"] | null =>
  foyer.precedent ? null : (vieDe(contexte, foyer.index).suivis[0]?.orientation?.parcours.categorie ?? null);

function compter({ instruction: a }: Attendus, { telephone, courriel, calcule, modifie }: Instruction): void {
  a.demandes++;
  const propose = modifie ?? calcule;
  a.parParcours[propose] = (a.parParcours[propose] ?? 0) + 1;
  for (const contact of [telephone, courriel]) if (contact) a[contact.accord === "A" ? "contactsAcceptes" : "contactsEcartes"]++;
}

/** Instruction files: the requests of each month. */
export async function ecrireInstructions(contexte: Contexte, dossier: string, attendus: Attendus): Promise<Bilans> {
  const parMois = new Map<Jour, Dossier[]>(contexte.mensuels.map((jour) => [jour, []]));
  for (let index = 0; index < contexte.foyers; index++)
    for (const d of dossiersDe(contexte, index)) if (estInstruite(contexte, d)) parMois.get(moisDe(contexte, d) ?? -1)?.push(d);
  const bilans: Bilans = new Map();
  for (const [jour, dossiers] of parMois) {
    const bilan = await ecrireFlux(dossier, nomDe("INSTRUCTION", jour), enteteInstruction(jour), "NBTOTDEMRSATRANSM", function* () {
      for (const d of dossiers) {
        const instruction = instructionDe(contexte, d.foyer, categorieDe(contexte, d));
        compter(attendus, instruction);
        yield demandeXml(contexte, d.foyer, instruction, jour);
      }
    });
    bilans.set(...bilan);
  }
  return bilans;
}

/** Number of dossiers that the monthly files of the CAF tell, for the progress. */
export function nombreDansLesMensuels(contexte: Contexte): number {
  let nombre = 0;
  for (const jour of contexte.mensuels) for (const _ of dossiersDu(contexte, jour)) nombre++;
  return nombre;
}
