import { addDays, addMonths } from "../../../shared/civil-date";
import type { Periode } from "../demande";
import { type DefinitionLue, definitions, type MesureLue, mesurer, valeur } from "../mesures";
import { NOMMER, nommer } from "./commun";
import type { Contenu, TableauNu, Travail } from "./modele";

const TITRES: Record<string, string> = {
  A1: "Entrées dans le RSA",
  A2: "Parcours et contractualisation",
  A3: "Suite du parcours",
  A4: "Suite de la contractualisation",
  B1: "Première orientation",
  B2: "Suite de la première orientation",
  B3: "Suite de la première orientation",
  B4: "Premier rendez-vous d’accompagnement",
  B5: "Contrats d’engagement",
};
const MOIS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];
const SUSPENDUS: Record<string, string> = { AVEC: "avec notion de suspendu", SANS: "sans", SANS_OBJET: "sans objet" };

/** The tables of the plan pauvreté: a sheet a table, a row a line in each of its versions, a column a month. */
export async function planPauvrete({ demande, periode, poser, avance }: Travail): Promise<Contenu> {
  const lignes = await definitions(poser, "plan-pauvrete", true);
  const mois = moisDe(periode);
  const periodes = [periode, ...mois];
  const calculees = lignes.filter(({ calcule }) => calcule);
  const demandes = calculees.flatMap(({ code, version }) => periodes.map((p) => ({ ...p, code, version, territoire: demande.territoire })));
  const faites = await mesurer(poser, demandes, demande.connuLe, (fait) => avance(fait, demandes.length));
  const mesures = new Map(demandes.map((d, rang) => [cleDe(d, d), faites[rang]!]));
  const cles = [...new Set(lignes.flatMap(({ tableau }) => tableau ?? []))].sort();
  return {
    tableaux: cles.map((cle) =>
      tableau(
        cle,
        lignes.filter((d) => d.tableau === cle),
        periode,
        mois,
        mesures,
      ),
    ),
    mesures: faites,
    definitions: lignes,
    sources: ["Convention d’appui à la lutte contre la pauvreté, tableaux A1 à B5 (webRSA, statistiques du plan pauvreté)"],
  };
}

const cleDe = ({ code, version }: { code: string; version: number }, { debut, fin }: Periode) => `${code} ${version} ${debut} ${fin}`;

/** The civil months of a period. */
export function moisDe({ debut, fin }: Periode): Periode[] {
  const mois: Periode[] = [];
  for (let premier = debut; premier <= fin; premier = addMonths(premier, 1))
    mois.push({ debut: premier, fin: addDays(addMonths(premier, 1), -1) });
  return mois;
}

function tableau(
  cle: string,
  lignes: readonly DefinitionLue[],
  periode: Periode,
  mois: readonly Periode[],
  mesures: ReadonlyMap<string, MesureLue | null>,
): TableauNu {
  const court = cle.replace("PLAN_PAUVRETE_", "");
  return {
    cle,
    nom: `Plan pauvreté ${court}`,
    titre: `Plan pauvreté, tableau ${court}. ${TITRES[court] ?? ""}`.trim(),
    colonnes: [
      ...NOMMER,
      { cle: "suspendus", titre: "Droits suspendus" },
      { cle: "ensemble", titre: "Ensemble" },
      ...mois.map(({ debut }) => ({
        cle: `mois_${debut.slice(5, 7)}`,
        titre: `${MOIS[Number(debut.slice(5, 7)) - 1]} ${debut.slice(0, 4)}`,
      })),
    ],
    lignes: lignes.map((d) => [
      ...nommer(d),
      { texte: SUSPENDUS[d.regleSuspendus] ?? d.regleSuspendus },
      ...[periode, ...mois].map((p) => valeur(mesures.get(cleDe(d, p)))),
    ]),
  };
}
