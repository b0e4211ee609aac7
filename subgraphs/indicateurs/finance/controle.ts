import type { Bilan, BilanLigne, BilanProgramme } from "./bilan";
import type { Echeance } from "./echeance";
import { partEtat } from "./regle";

/** What a rule of money, or a sum, tells of a contract. The figures stay as they are written. */
export interface ControleFinancier {
  code: CodeControle;
  /** Fiche, programme, or what the contract prints. */
  objet: string;
  alerte: boolean;
  message: string;
  ecritCentimes: number | null;
  attenduCentimes: number | null;
}

export const CODES_CONTROLE = [
  "PART_ETAT_DEPASSEE",
  "PART_ETAT_DIFFERENTE",
  "TOTAL_INEXACT",
  "SOMME_INEXACTE",
  "MONTANTS_CONTRADICTOIRES",
  "SIGNATURE_INCONNUE",
  "VERSEMENT_EN_RETARD",
  "VERSEMENT_DEPASSE",
  "RAPPORT_EN_RETARD",
  "REALISE_ABSENT",
  "REALISE_DEPASSE",
  "A_RESTITUER",
] as const;
export type CodeControle = (typeof CODES_CONTROLE)[number];

export interface Imprime {
  objet: string;
  imprimeCentimes: number;
  reference: string;
  referenceCentimes: number;
  texte: string;
}

export interface TotalImprime {
  fiche: string;
  axe: string;
  partEtatCentimes: number;
  partDepartementCentimes: number;
  totalCentimes: number;
}

/** Amounts of the contract, then what was entered. */
export function controler(bilan: Bilan, totaux: readonly TotalImprime[], imprimes: readonly Imprime[]): ControleFinancier[] {
  return [
    ...bilan.lignes.flatMap(duneLigne),
    ...totaux.flatMap((total) => dunTotal(total, bilan.lignes)),
    ...imprimes.map(
      (i): ControleFinancier => ({
        ...ecrit("MONTANTS_CONTRADICTOIRES", i.objet, i.imprimeCentimes, i.referenceCentimes, false),
        message: `${i.objet} : ${euros(i.imprimeCentimes)} ; ${i.reference} : ${euros(i.referenceCentimes)}. ${i.texte} Gardé tel qu’écrit.`,
      }),
    ),
    ...deLExecution(bilan),
  ];
}

/** An amount in euros, as French writes it. */
export const euros = (centimes: number): string =>
  `${new Intl.NumberFormat("fr-FR", { minimumFractionDigits: centimes % 100 === 0 ? 0 : 2, maximumFractionDigits: 2 }).format(centimes / 100)} €`;

const ecrit = (code: CodeControle, objet: string, ecritCentimes: number | null, attenduCentimes: number | null, alerte = true) => ({
  code,
  objet,
  alerte,
  ecritCentimes,
  attenduCentimes,
});

function duneLigne(ligne: BilanLigne): ControleFinancier[] {
  const { fiche, totalCentimes, partEtatCentimes, partDepartementCentimes, autresCentimes, montants } = ligne;
  const parts = partEtatCentimes + partDepartementCentimes + (autresCentimes ?? 0);
  const { plafondCentimes, exacte, texte } = partEtat(ligne);
  const trouves: ControleFinancier[] = [];
  if (parts !== totalCentimes)
    trouves.push({
      ...ecrit("TOTAL_INEXACT", fiche, totalCentimes, parts),
      message: `${fiche} : le total imprimé est ${euros(totalCentimes)}, ses parts font ${euros(parts)}. Gardé tel qu’écrit.`,
    });
  if (partEtatCentimes > plafondCentimes)
    trouves.push({
      ...ecrit("PART_ETAT_DEPASSEE", fiche, partEtatCentimes, plafondCentimes),
      message: `${fiche} : la part de l’État est ${euros(partEtatCentimes)}, pour ${euros(plafondCentimes)} au plus. ${texte}`,
    });
  if (exacte && partEtatCentimes < plafondCentimes)
    trouves.push({
      ...ecrit("PART_ETAT_DIFFERENTE", fiche, partEtatCentimes, plafondCentimes),
      message: `${fiche} : la part de l’État est ${euros(partEtatCentimes)}, ${euros(plafondCentimes)} attendus. ${texte}`,
    });
  const realises = [montants.realiseEtatCentimes, montants.realiseDepartementCentimes, montants.realiseAutresCentimes];
  const realise = realises.reduce<number>((total, m) => total + (m ?? 0), 0);
  if (realise > totalCentimes)
    trouves.push({
      ...ecrit("REALISE_DEPASSE", fiche, realise, totalCentimes),
      message: `${fiche} : ${euros(realise)} réalisés, pour un total de ${euros(totalCentimes)}.`,
    });
  return trouves;
}

/** Each printed total against the lines of its axis. */
function dunTotal(total: TotalImprime, lignes: readonly BilanLigne[]): ControleFinancier[] {
  const siennes = lignes.filter(({ axe }) => axe === total.axe || axe.startsWith(`${total.axe} `));
  const champs = { partEtatCentimes: "part de l’État", partDepartementCentimes: "part du Département", totalCentimes: "total" } as const;
  return (Object.keys(champs) as (keyof typeof champs)[]).flatMap((champ) => {
    const calcule = siennes.reduce((somme, ligne) => somme + ligne[champ], 0);
    if (calcule === total[champ]) return [];
    const message = `${total.fiche}, ${champs[champ]} : ${euros(total[champ])} imprimés, ses lignes font ${euros(calcule)}. Gardé tel qu’écrit.`;
    return [{ ...ecrit("SOMME_INEXACTE", total.fiche, total[champ], calcule), message }];
  });
}

function deLExecution({ programmes, echeances }: Bilan): ControleFinancier[] {
  const signature = echeances.some(({ code, date }) => code === "PREMIER_VERSEMENT" && date === null);
  const inconnue: ControleFinancier = {
    ...ecrit("SIGNATURE_INCONNUE", "CONTRAT", null, null, false),
    message: "La date de signature n’est pas saisie : les dates des versements ne sont pas connues.",
  };
  const retards = echeances.filter(({ etat }) => etat === "EN_RETARD").map(enRetard);
  return [...(signature ? [inconnue] : []), ...retards, ...programmes.flatMap((programme) => dunProgramme(programme, echeances))];
}

const estUnRapport = ({ code }: Echeance): boolean => code === "RAPPORT_FINAL" || code === "RAPPORT_EXECUTION";

function enRetard(echeance: Echeance): ControleFinancier {
  const { programme, libelle, date, montantCentimes } = echeance;
  if (estUnRapport(echeance) || montantCentimes === null)
    return { ...ecrit("RAPPORT_EN_RETARD", programme, null, null), message: `${libelle} : attendu le ${date}, non remis.` };
  return {
    ...ecrit("VERSEMENT_EN_RETARD", programme, null, montantCentimes),
    message: `${libelle} : ${euros(montantCentimes)} attendus le ${date}, non reçus en entier.`,
  };
}

function dunProgramme(bilan: BilanProgramme, echeances: readonly Echeance[]): ControleFinancier[] {
  const { programme, partEtatCentimes, verseCentimes, lignesSansRealise, aRestituerCentimes } = bilan;
  const trouves: ControleFinancier[] = [];
  if ((verseCentimes ?? 0) > partEtatCentimes)
    trouves.push({
      ...ecrit("VERSEMENT_DEPASSE", programme, verseCentimes, partEtatCentimes),
      message: `${programme} : ${euros(verseCentimes!)} versés, pour une part de l’État de ${euros(partEtatCentimes)}.`,
    });
  const rapport = echeances.find((echeance) => echeance.programme === programme && estUnRapport(echeance))!;
  if (lignesSansRealise.length > 0 && (rapport.etat === "EN_RETARD" || rapport.etat === "FAITE"))
    trouves.push({
      ...ecrit("REALISE_ABSENT", programme, null, null),
      message: `${programme} : le rapport est dû ou remis, et rien n’est saisi de ce qu’ont dépensé ${lignesSansRealise.join(", ")}.`,
    });
  if ((aRestituerCentimes ?? 0) > 0)
    trouves.push({
      ...ecrit("A_RESTITUER", programme, aRestituerCentimes, 0),
      message: `${programme} : ${euros(aRestituerCentimes!)} versés, ni dépensés ni reportés : l’État les redemande.`,
    });
  return trouves;
}
