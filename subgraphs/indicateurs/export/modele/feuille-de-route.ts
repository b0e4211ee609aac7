import { civilDateOf } from "../../../shared/civil-date";
import { date, nombre, texte, texteOuRien } from "../tableur/classeur";
import type { TableauNu, Travail } from "./modele";

interface AvancementLu {
  etat: "A_FAIRE" | "EN_COURS" | "FAIT" | "ABANDONNE";
  le: string;
  preuve: string;
  commentaire: string | null;
  par: string;
  saisiLe: string;
}

interface CibleLue {
  rang: number;
  axe: string;
  cible: string;
  indicateurs: string[];
  pilotes: string[];
  echeanceEcrite: string | null;
  echeance: string | null;
  /** Last entry first. */
  avancements: AvancementLu[];
}

const FEUILLE = `query ($departement: String!) {
  feuilleDeRoute(departement: $departement) { rang axe cible indicateurs pilotes echeanceEcrite echeance
    avancements { etat le preuve commentaire par saisiLe } } }`;

const ETATS: Record<AvancementLu["etat"], string> = { A_FAIRE: "à faire", EN_COURS: "en cours", FAIT: "fait", ABANDONNE: "abandonné" };

const COLONNES = {
  rang: "Rang",
  axe: "Axe",
  cible: "Cible opérationnelle",
  indicateurs: "Indicateurs",
  pilotes: "Pilotes",
  echeance_ecrite: "Échéance, telle qu’écrite",
  echeance: "Dernier jour",
  etat: "Avancement",
  le: "Au",
  preuve: "Preuve",
  commentaire: "Commentaire",
  saisi_par: "Saisi par",
};

/** The roadmap with France Travail: its targets, and what was last entered of each. How late it is changes with the clock: the API tells it. */
export async function feuilleDeRoute({ demande, poser }: Pick<Travail, "demande" | "poser">): Promise<TableauNu> {
  const cibles: CibleLue[] = (await poser(FEUILLE, { departement: demande.departement })).feuilleDeRoute ?? [];
  return {
    cle: "FEUILLE_DE_ROUTE",
    nom: "Feuille de route",
    titre: "Feuille de route avec France Travail",
    colonnes: Object.entries(COLONNES).map(([cle, titre]) => ({ cle, titre })),
    lignes: cibles.map((cible) => {
      const dit = avancementAu(cible.avancements, demande.connuLe);
      return [
        nombre(cible.rang, "entier"),
        texte(cible.axe),
        texte(cible.cible),
        texteOuRien(cible.indicateurs.join(", ")),
        texteOuRien(cible.pilotes.join(", ")),
        texteOuRien(cible.echeanceEcrite),
        date(cible.echeance),
        texteOuRien(dit && ETATS[dit.etat]),
        date(dit?.le),
        texteOuRien(dit?.preuve),
        texteOuRien(dit?.commentaire),
        texteOuRien(dit?.par),
      ];
    }),
  };
}

/** What was last entered at the end of a day (null: now). */
const avancementAu = (avancements: readonly AvancementLu[], jour: string | null): AvancementLu | null =>
  avancements.find(({ saisiLe }) => jour === null || civilDateOf(new Date(saisiLe)) <= jour) ?? null;
