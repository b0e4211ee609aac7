import type { Candidat, Identite } from "../../subgraphs/allocataires/identite/identite";
import { NOMS } from "../foyer/noms";
import type { Hasard } from "../hasard";

type Variante = (p: Candidat, h: Hasard) => Partial<Identite> | null;

const LETTRES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** One typing error: a letter left out, doubled, replaced, or two swapped. */
function faute(mot: string, h: Hasard): string {
  const i = h.entier(1, Math.max(1, mot.length - 2));
  return h.choix([
    () => mot.slice(0, i) + mot.slice(i + 1),
    () => mot.slice(0, i) + mot[i] + mot.slice(i),
    () => mot.slice(0, i) + h.choix([...LETTRES].filter((l) => l !== mot[i]!.toUpperCase())).toLowerCase() + mot.slice(i + 1),
    () => mot.slice(0, i) + mot[i + 1] + mot[i] + mot.slice(i + 2),
  ])();
}

const sansAccent = (texte: string) =>
  texte
    .replace(/œ/gi, "oe")
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "");

const assezLong = (mot: string) => mot.length >= 5;

function chiffreFaux(texte: string, i: number, h: Hasard): string {
  return texte.slice(0, i) + h.choix([..."0123456789"].filter((c) => c !== texte[i])) + texte.slice(i + 1);
}

/** How the identity of one known person is written otherwise by another hand. Null: this person cannot show that difficulty. */
export const VARIANTES: Record<string, Variante> = {
  "identité exacte": () => ({}),
  "accents, casse et traits d’union": (p) => ({
    nom: sansAccent(p.nom).toUpperCase().replace(/[-']/g, " "),
    prenoms: p.prenoms.map((prenom) => sansAccent(prenom).toUpperCase().replace(/-/g, " ")),
  }),
  "particule absente ou ajoutée": (p) => {
    const sans = p.nom.replace(/^(De La |Da |Dos |Du |Le |D'|L'|Van den )/i, "");
    return { nom: sans === p.nom ? `De ${p.nom}` : sans };
  },
  "faute de frappe dans le nom": (p, h) => (assezLong(p.nom) ? { nom: faute(p.nom, h) } : null),
  "faute de frappe dans le prénom": (p, h) =>
    assezLong(p.prenoms[0]!) ? { prenoms: [faute(p.prenoms[0]!, h), ...p.prenoms.slice(1)] } : null,
  "nom d’usage à la place du nom de naissance": (p) => (p.nomUsage ? { nom: p.nomUsage, nomUsage: null } : null),
  "nom composé du nom d’usage": (p) => (p.nomUsage ? { nom: `${p.nom}-${p.nomUsage}`, nomUsage: null } : null),
  "nom d’usage nouveau après mariage": (_, h) => ({ nomUsage: h.choix(NOMS) }),
  "prénom composé coupé en deux": (p) => (p.prenoms[0]!.includes("-") ? { prenoms: p.prenoms[0]!.split("-") } : null),
  "autres prénoms absents": (p) => (p.prenoms.length > 1 ? { prenoms: p.prenoms.slice(0, 1) } : null),
  "nom et prénom inversés": (p) => ({ nom: p.prenoms[0]!, prenoms: [p.nom], nomUsage: null }),
  "date de naissance partielle": (p) => ({ dateNaissance: `${p.dateNaissance!.slice(0, 4)}-00-00`, dateCertaine: false }),
  "jour et mois inversés": (p) => {
    const [annee, mois, jour] = p.dateNaissance!.split("-") as [string, string, string];
    return Number(jour) <= 12 && jour !== mois ? { dateNaissance: `${annee}-${jour}-${mois}` } : null;
  },
  "faute dans le jour de naissance": (p, h) => {
    const jour = p.dateNaissance!.slice(8);
    const autre = String(h.entier(1, 9));
    return jour[1] === autre || jour.startsWith("3") ? null : { dateNaissance: p.dateNaissance!.slice(0, 9) + autre };
  },
  "faute dans l’année de naissance": (p, h) => ({ dateNaissance: chiffreFaux(p.dateNaissance!, 3, h) }),
  "sans NIR": (p) => ({ numeros: p.numeros.filter((n) => n.type !== "NIR") }),
  "NIR faux d’un chiffre": (p, h) => ({
    numeros: p.numeros.map((n) => (n.type === "NIR" ? { ...n, valeur: chiffreFaux(n.valeur, h.entier(10, 12), h) } : n)),
  }),
  "NIR remplaçant un numéro d’attente": (p) => ({
    numeros: p.numeros.map((n) =>
      n.type === "NIR" ? { ...n, valeur: `${p.sexe === "1" ? 7 : 8}${n.valeur.slice(1, 5)}99999${n.valeur.slice(10)}` } : n,
    ),
  }),
  "ancien identifiant France Travail seul": (p) => {
    const numero = p.numeros.find((n) => n.type === "NUMERO_FRANCE_TRAVAIL");
    return numero ? { numeros: [{ ...numero, valeur: numero.valeur.slice(-8) }] } : null;
  },
};
