import type { Candidat } from "../../subgraphs/allocataires/identite/identite";
import { iso, jourDe } from "../calendrier";
import { nirFictif } from "../foyer/nir";
import { NOMS, PRENOMS_F, PRENOMS_H } from "../foyer/noms";
import type { Hasard } from "../hasard";

const COMMUNES = ["94028", "94017", "94081", "94068", "94041", "94046", "94033", "94016", "94003", "94052", "94054", "94022"];
const [PREMIER_JOUR, DERNIER_JOUR] = [jourDe("1958-01-01"), jourDe("2006-12-31")];

/** Someone whom the hub would know: everything is known of her but what `h` leaves out, as in the files. */
export function personne(h: Hasard, rang: number, fixe: Partial<Candidat> = {}): Candidat {
  const sexe = fixe.sexe ?? (h.oui(0.5) ? "2" : "1");
  const prenoms = sexe === "2" ? PRENOMS_F : PRENOMS_H;
  const nom = fixe.nom ?? h.choix(NOMS);
  const hasard = h.entier(PREMIER_JOUR, DERNIER_JOUR);
  // One in twelve was born abroad where only the year is written.
  const dateNaissance = fixe.dateNaissance ?? (h.oui(0.08) ? `${iso(hasard).slice(0, 4)}-01-01` : iso(hasard));
  const { nir, ville } = nirFictif({ sexe: Number(sexe) as 1 | 2, naissance: dateNaissance, serie: 0, rang, lieu: h.entier(0, 39) });
  const seule = {
    id: identifiant(rang),
    nom,
    nomUsage: sexe === "2" && h.oui(0.3) ? h.choix(NOMS.filter((autre) => autre !== nom)) : null,
    prenoms: [h.choix(prenoms), ...(h.oui(0.4) ? [h.choix(prenoms)] : [])],
    dateCertaine: true,
    rangNaissance: h.oui(0.7) ? 1 : null,
    communeNaissance: ville,
    codeInsee: h.choix(COMMUNES),
    telephone: h.oui(0.6) ? `06${String(10_000_000 + rang * 7).slice(-8)}` : null,
    courriel: h.oui(0.4) ? `p${rang}@exemple.fr` : null,
    foyers: [{ numeroDemande: String(24_000_000_000 + rang), role: "DEM" }],
  };
  const numeros: Candidat["numeros"] = h.oui(0.97) ? [{ type: "NIR", valeur: nir, organisme: null }] : [];
  if (h.oui(0.6)) numeros.push({ type: "NUMERO_FRANCE_TRAVAIL", valeur: numeroFranceTravail(rang), organisme: null });
  return { ...seule, sexe, dateNaissance, numeros, ...fixe };
}

const identifiant = (rang: number) => `00000000-0000-4000-8000-${String(rang).padStart(12, "0")}`;
const numeroFranceTravail = (rang: number) => `940${String((rang * 611_953) % 10_000_000).padStart(7, "0")}${"ABCDEFGHJK"[rang % 10]}`;
