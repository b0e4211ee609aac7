import { SILHOUETTE } from "./silhouette";

const NUMERO = "2840575999417";

/** A person whom nobody is: each of her values is hers alone, and stands nowhere else in the repository. She is planted before the campaign of tests, and
 * looked for after it in all that was written. */
export const CANARI = {
  nir: NUMERO + String(97n - (BigInt(NUMERO) % 97n)).padStart(2, "0"),
  nom: "Zquilverac",
  prenom: "Oxanne",
  naissance: "1984-05-23",
  telephone: "+33639987142",
  courriel: "oxanne.zquilverac@canari.exemple.fr",
  adresse: "17 impasse du Vieux-Klaxomb",
};

export interface Forme {
  quoi: "nir" | "identité";
  texte: string;
}

/** How a value may be written: as it is, spaced, in hexadecimal, in base64 at its three places, in a URL. Compared without case. */
function formesDe(valeur: string): string[] {
  const octets = Buffer.from(valeur);
  const base64 = [0, 1, 2].map((decalage) => {
    // The characters that depend on what stands before or after are left out.
    const entier = Buffer.concat([Buffer.alloc(decalage, 65), octets])
      .toString("base64")
      .replace(/=+$/, "");
    return entier.slice(decalage === 0 ? 0 : decalage + 1, -1);
  });
  return [valeur, encodeURIComponent(valeur), octets.toString("hex"), ...base64];
}

const espaces = (nir: string) => [
  nir.replace(/^(.)(..)(..)(..)(...)(...)(..)$/, "$1 $2 $3 $4 $5 $6 $7"),
  nir.replace(/^(.)(..)(..)(..)(...)(...)(..)$/, "$1.$2.$3.$4.$5.$6.$7"),
];

/** The NIR with its key and without, and what else is hers alone. */
export const FORMES: readonly Forme[] = [
  ...[
    ...formesDe(CANARI.nir),
    ...formesDe(NUMERO),
    ...espaces(CANARI.nir),
    ...espaces(CANARI.nir).map((n) => n.slice(0, -3)),
    ...espaces(CANARI.nir).map((n) => encodeURIComponent(n.slice(0, -3))),
  ].map((texte): Forme => ({ quoi: "nir", texte })),
  ...[CANARI.nom, CANARI.telephone, CANARI.telephone.replace("+33", "0"), CANARI.telephone.slice(3), CANARI.courriel, "Vieux-Klaxomb"]
    .flatMap(formesDe)
    .map((texte): Forme => ({ quoi: "identité", texte })),
].filter(({ texte }, i, toutes) => texte.length >= 8 && toutes.findIndex((f) => f.texte === texte) === i);

/** One pattern for all the forms of a kind: what PostgreSQL and JavaScript both read. Besides the canary’s NIR, that of anybody of a simulated territory. */
export const motif = (quoi: Forme["quoi"]): string =>
  [
    ...FORMES.filter((f) => f.quoi === quoi).map(({ texte }) => texte.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")),
    ...(quoi === "nir" ? [SILHOUETTE] : []),
  ].join("|");

export const MOTIFS = { nir: new RegExp(motif("nir"), "i"), identité: new RegExp(motif("identité"), "i") };
