import { createHash } from "node:crypto";
import { NOM_DE_L_ACTIVITE } from "../activite/refus-activite";
import { NOM_DU_STATUT, type Statut, TRANSITIONS } from "../prescription/cycle";
import { MOTIF_REFUS, MOTIFS_REFUS } from "../prescription/motif-refus";
import type { PreferenceContact } from "../prescription/prescription";
import { type Beneficiaire, type MinutesDUnJour, type PrescriptionRecue, peutDeclarer } from "./recue";

const STYLE = `:root{color-scheme:light dark}*{box-sizing:border-box}body{font:1.0625rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:42rem;padding:1rem}
h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.2rem;margin-top:2rem}dt{font-weight:600}dd{margin:0 0 .75rem}
label,legend{font-weight:600;display:block}input,select,textarea,button{font:inherit;width:100%;padding:.6rem;margin:.25rem 0 1rem;border:1px solid #666;border-radius:.25rem}
button{background:#000091;color:#fff;border-color:#000091;min-height:3rem;cursor:pointer}button.second{background:transparent;color:inherit}
fieldset{border:1px solid #888;border-radius:.25rem;margin:0 0 1.5rem;padding:1rem}.avis{border-left:.3rem solid #000091;padding:.5rem 1rem;background:rgba(0,0,145,.08)}
:focus-visible{outline:3px solid #0a76f6;outline-offset:2px}`;

/** No script, no image, nothing from elsewhere; the one style is named by its hash; forms go back to the hub. */
export const POLITIQUE_DE_CONTENU = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const ECHAPPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const e = (texte: string): string => texte.replace(/[&<>"']/g, (c) => ECHAPPES[c]!);

const JOUR = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long", timeZone: "Europe/Paris" });
const MOMENT = new Intl.DateTimeFormat("fr-FR", { dateStyle: "full", timeStyle: "short", timeZone: "Europe/Paris" });
const jour = (date: string): string => JOUR.format(new Date(`${date}T12:00:00Z`));

function document(titre: string, corps: string): string {
  return `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow"><title>${e(titre)}</title><style>${STYLE}</style></head><body><main><h1>${e(titre)}</h1>${corps}</main></body></html>`;
}

const lignes = (paires: [string, string | null | undefined][]): string =>
  `<dl>${paires.map(([nom, valeur]) => (valeur ? `<dt>${e(nom)}</dt><dd>${e(valeur)}</dd>` : "")).join("")}</dl>`;

const CONTACT = { TELEPHONE: "par téléphone", COURRIEL: "par courriel", REFERENT: "par qui l’accompagne", AUTRE: "autrement" } as const;

const CIVILITE: Record<string, string> = { MME: "Mme", MR: "M." };

const inconnu = ({ preferencesContact }: Beneficiaire, voulu: PreferenceContact): string | null =>
  preferencesContact.includes(voulu) ? "non renseigné : demandez-le à l’organisme qui vous adresse la personne" : null;

function personne(b: Beneficiaire): string {
  return lignes([
    ["Personne", [b.civilite && (CIVILITE[b.civilite] ?? b.civilite), b.prenom, b.nom].filter(Boolean).join(" ")],
    ["Accepte d’être jointe", b.preferencesContact.map((p) => CONTACT[p]).join(", ")],
    ["Téléphone", b.telephone ?? inconnu(b, "TELEPHONE")],
    ["Courriel", b.courriel ?? inconnu(b, "COURRIEL")],
    ["Disponibilités", b.disponibilites],
    ["Conditions d’accès remplies", b.conditionsRemplies.join(" ; ")],
    ["Numéro France Travail", b.numeroFranceTravail],
  ]);
}

/** What became of the minutes said, newest first; what is only planned is not there. */
function minutesDites({ activites }: PrescriptionRecue): string {
  const dites = activites.filter(({ statut }) => statut !== "PREVUE").reverse();
  const ligne = ({ date, minutes, statut }: MinutesDUnJour) =>
    `<li>${e(jour(date))} : ${minutes} minutes, ${statut === "DECLAREE" ? "à confirmer par qui accompagne la personne" : NOM_DE_L_ACTIVITE[statut]}</li>`;
  return dites.length === 0 ? "" : `<h2>Minutes déclarées</h2><ul>${dites.map(ligne).join("")}</ul>`;
}

interface Formulaire {
  titre: string;
  vers: Statut;
  champs?: string;
  bouton: string;
}

const COMMENTAIRE = (id: string, nom: string, obligatoire = false) =>
  `<label for="${id}">${nom}</label><textarea id="${id}" name="motif" maxlength="2000" rows="3"${obligatoire ? " required" : ""}></textarea>`;

const FORMULAIRES: Formulaire[] = [
  { titre: "La demande est étudiée", vers: "A_L_ETUDE", bouton: "Mettre à l’étude" },
  {
    titre: "La personne est acceptée",
    vers: "VALIDEE",
    champs: `<label for="debut">Premier jour prévu (facultatif)</label><input id="debut" name="debut" type="date">`,
    bouton: "Valider",
  },
  {
    titre: "La demande est refusée",
    vers: "REFUSEE",
    champs: `<label for="motifRefus">Motif</label><select id="motifRefus" name="motifRefus" required><option value="">Choisir…</option>${MOTIFS_REFUS.map(
      (motif) => `<option value="${motif}">${e(MOTIF_REFUS[motif].libelle)}</option>`,
    ).join("")}</select>${COMMENTAIRE("commentaire", "Commentaire (obligatoire pour « Autre raison »)")}`,
    bouton: "Refuser",
  },
  { titre: "L’action commence", vers: "DEMARREE", bouton: "Dire qu’elle a commencé" },
  {
    titre: "L’action est finie",
    vers: "TERMINEE",
    champs: `<label for="issue">Comment</label><select id="issue" name="issue"><option value="ABOUTIE">Menée à son terme</option><option value="ABANDON">Abandonnée</option></select>${COMMENTAIRE(
      "resultat",
      "Résultat, ou raison de l’abandon (obligatoire s’il y a abandon)",
    )}`,
    bouton: "Dire qu’elle est finie",
  },
  { titre: "La place n’est plus possible", vers: "ANNULEE", champs: COMMENTAIRE("annulation", "Pourquoi", true), bouton: "Annuler" },
];

const HEURES = `<label for="date">Jour</label><input id="date" name="date" type="date" required><label for="minutes">Minutes de ce jour</label><input id="minutes" name="minutes" type="number" min="1" max="1440" required>`;

export interface VuePage {
  recue: PrescriptionRecue;
  /** What a form must bring back. */
  sceau: string;
  /** Sentence to show first: what was just done, or why it was not. */
  avis: string | null;
}

/** The page of an open link. */
export function pageDeReponse({ recue, sceau, avis }: VuePage): string {
  const { sessionDebut, sessionLieu } = recue;
  const cache = `<input type="hidden" name="sceau" value="${e(sceau)}">`;
  const possibles = FORMULAIRES.filter(
    ({ vers }) => TRANSITIONS[recue.statut][vers]?.includes("STRUCTURE") && !(recue.attendUnePlace && vers === "VALIDEE"),
  );
  const formulaires = possibles
    .map(
      ({ titre, vers, champs = "", bouton }) =>
        `<form method="post"><fieldset><legend>${titre}</legend>${cache}<input type="hidden" name="statut" value="${vers}">${champs}<button>${bouton}</button></fieldset></form>`,
    )
    .join("");
  const heures = peutDeclarer(recue.statut)
    ? `<form method="post"><fieldset><legend>Des heures ont été faites</legend>${cache}${HEURES}<button>Déclarer ces minutes</button></fieldset></form>`
    : "";
  return document(
    "Une personne vous est adressée",
    `${avis ? `<p class="avis" role="status">${e(avis)}</p>` : ""}<p>La demande est <strong>${NOM_DU_STATUT[recue.statut]}</strong>${
      recue.attendUnePlace ? ", en liste d’attente" : ""
    }.</p>${lignes([
      ["Votre structure", recue.structureNom],
      ["Offre", recue.offreNom],
      ["Session", sessionDebut && `${MOMENT.format(sessionDebut)}${sessionLieu ? `, ${sessionLieu}` : ""}`],
      ["Demandée par", recue.prescripteurNom],
      ["Le", JOUR.format(recue.prescriteLe)],
      ["Pourquoi", recue.motif],
      ["Premier jour", recue.debut && jour(recue.debut)],
      ["Déclaré", recue.minutesDeclarees > 0 ? `${recue.minutesDeclarees} minutes` : null],
    ])}${recue.beneficiaire ? personne(recue.beneficiaire) : ""}${minutesDites(recue)}${formulaires ? "<h2>Votre réponse</h2>" : ""}${formulaires}${heures}<p><small>Ces données ne servent qu’à répondre à cette demande ; chaque ouverture de cette page est inscrite au registre que la personne peut lire.</small></p>`,
  );
}

/** A page without anything of anybody: the link does not open, or no more. */
export const pageFermee = (titre: string, phrase: string): string => document(titre, `<p>${e(phrase)}</p>`);

export const PAGES_FERMEES = {
  INCONNU: [
    "Ce lien ne s’ouvre pas",
    "Ouvrez-le depuis le message que vous avez reçu, en entier. S’il ne s’ouvre toujours pas, demandez-en un nouveau à qui vous l’a envoyé.",
  ],
  EXPIRE: ["Ce lien a expiré", "Demandez un nouveau lien à l’organisme qui vous l’a envoyé : la demande, elle, est toujours là."],
  REVOQUE: ["Ce lien ne sert plus", "La demande est close, ou un lien plus récent vous a été envoyé : ouvrez le dernier message reçu."],
  MERCI: [
    "C’est noté, merci",
    "Votre réponse est enregistrée et transmise à l’organisme qui accompagne la personne. Vous pouvez fermer cette page.",
  ],
  TROP: ["Trop d’essais", "Attendez une minute, puis ouvrez de nouveau le lien."],
  PANNE: ["Le service est indisponible", "Rien n’a été enregistré : ouvrez de nouveau le lien dans quelques minutes."],
} as const;
