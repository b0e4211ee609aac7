import { iso } from "./calendrier";
import type { Contexte } from "./contexte";
import { type BilanFichier, Fichier } from "./fichier";
import { foyerDe } from "./foyer/foyer";
import type { Foyer, Personne } from "./foyer/foyer-modele";
import type { UsagerSimule } from "./france-travail/modele";
import { Hasard } from "./hasard";

/** Of a hundred adults, in order: registered, only identified, ended, struck off. */
const STATUTS = [
  ["Inscrit", 78],
  ["Identifié", 14],
  ["Cessé", 6],
  ["Radié", 2],
] as const;
/** Share of the adults whom France Travail does not know (S002), does not show us (R002), has twice (S003), has without an address (R998). */
const INCONNUS = 0.04;
const NON_RATTACHES = 0.01;
const DOUBLONS = 0.003;
const SANS_ADRESSE = 0.005;
const DIX_MILLIARDS = 10_000_000_000n;

/** The adults of a territory as France Travail knows them. Same seed, same people; nobody real. */
export function* usagersDe(contexte: Contexte): Iterable<UsagerSimule> {
  for (let index = 0; index < contexte.foyers; index++) {
    const foyer = foyerDe(contexte, index);
    for (const personne of foyer.personnes) {
      const usager = personne.role === "ENF" ? null : usagerDe(contexte, foyer, personne);
      if (usager) yield usager;
    }
  }
}

function usagerDe(contexte: Contexte, foyer: Foyer, p: Personne): UsagerSimule | null {
  const h = new Hasard(contexte.graine, contexte.territoire.departement, "france-travail", p.rang);
  if (h.oui(INCONNUS)) return null;
  const adresse = foyer.adresses.at(-1)!;
  const [statut] = h.pese(STATUTS, ([, poids]) => poids);
  const usager: UsagerSimule = {
    numeroFranceTravail: numero(contexte, p.rang),
    nir: p.nirDefinitif,
    dateNaissance: iso(p.naissance),
    nom: p.nomNaissance.toUpperCase(),
    prenom: p.prenom,
    civilite: p.sexe === 1 ? "M" : "MME",
    adresse: {
      codeInseeCommune: adresse.commune.codeInsee,
      codePostal: adresse.commune.codePostal,
      libelleCommune: adresse.commune.nom.toUpperCase(),
      numeroTypeLibelleVoie: `${adresse.numero} ${adresse.typeVoie} ${adresse.voie}`,
    },
    statut,
    dateEffet: iso(Math.min(foyer.entree + h.entier(0, 60), contexte.fin)),
  };
  if (h.oui(NON_RATTACHES)) usager.rattache = false;
  if (h.oui(DOUBLONS)) usager.doublons = true;
  if (h.oui(SANS_ADRESSE)) usager.adresse = null;
  return usager;
}

/** 11 digits, one for each person of a territory: the multiplier has no factor in common with ten thousand millions. */
const numero = (contexte: Contexte, rang: number): string =>
  `${9 - contexte.territoire.serie}${String((BigInt(rang) * 7_654_319n + BigInt(contexte.decalage)) % DIX_MILLIARDS).padStart(10, "0")}`;

/** `france-travail/usagers.jsonl`: for `simulateur-france-travail --usagers`. */
export async function ecrireUsagers(contexte: Contexte, dossier: string): Promise<BilanFichier> {
  const fichier = new Fichier(dossier, "france-travail/usagers.jsonl");
  let nombre = 0;
  for (const usager of usagersDe(contexte)) {
    await fichier.ecrire(`${JSON.stringify(usager)}\n`);
    nombre++;
  }
  return fichier.fermer(nombre);
}
