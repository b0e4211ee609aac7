import type { Contexte, Ligne, Reference } from "../compter";
import { contratEnCours, dans, jours, plusJours, plusMois, presente, suivie } from "../situation";
import type { Orientation, Vue } from "../vue";
import { estDEngagement, nombreDe, premierEntretien } from "./ese";
import { decidees, ligne, personnes, tousPassages } from "./volet-2";
import { deLOrientation, estIntensive, sommes, soumises, suivies } from "./volet-3";

/** Registration, return to work, stock, and what the hub counts beside the contract. */

/** The last status of registration known to hold on a day. */
const inscription = (v: Vue, le: string): string | null =>
  [...v.inscriptions]
    .filter((i) => i.dateEffet <= le)
    .sort((a, b) => (a.dateEffet < b.dateEffet ? -1 : 1))
    .at(-1)?.statut ?? null;
const connue = (statut: string | null) => statut === "INSCRIT" || statut === "IDENTIFIE";
const statut = (s: string | null) => ({ propres: { statut: s ?? "NON_CONSTATE" } });
const PARTS = { valeur: "pourcentage", parts: "part-du-total", sansDenominateur: false } as const;
const POURCENTAGE = { valeur: "pourcentage", parts: "pourcentage", sansDenominateur: false } as const;
const presentes = (c: Contexte, seulement: (v: Vue, flux: boolean) => boolean = () => true) =>
  soumises(c).flatMap((personne) => {
    const e = presente(personne, c.fin);
    return e && seulement(personne, e.flux) ? [{ personne, le: c.fin, flux: e.flux }] : [];
  });
const du = (c: Contexte) => tousPassages(c).filter((p) => p.personne.soumise);
const notifiesDuFlux = (c: Contexte) => du(c).filter((p) => p.flux && dans(p.notification, c.debut, c.fin));
const DURABLES = ["CDI", "CDD_6_MOIS_ET_PLUS"];
/** Six months after each first decision, with the first return to work of a kind since. */
const sixMois = (c: Contexte, types: string[] | null, propres: (typeContrat: string | null) => Record<string, string>) =>
  du(c).flatMap((p) => {
    const decision = p.orientation?.decideeLe ?? null;
    const le = decision && plusMois(decision, 6);
    if (!decision || !dans(le, c.debut, c.fin)) return [];
    const r = p.personne.reprises
      .filter((x) => x.debut >= decision && x.debut < le && (types === null || types.includes(x.typeContrat)))
      .sort((x, y) => (x.debut < y.debut ? -1 : x.debut > y.debut ? 1 : x.id < y.id ? -1 : 1))[0];
    const delai = r ? jours(decision, r.debut) : null;
    return [ligne(p, le, { devoirsLe: decision, numerateur: r ? 1 : 0, denominateur: 1, delai, propres: propres(r?.typeContrat ?? null) })];
  });
const engagement = (v: Vue, le: string) =>
  contratEnCours({ ...v, contrats: v.contrats.filter((k) => estDEngagement(k.nature) && (k.clotureLe === null || k.clotureLe > le)) }, le);
/** Who follows a person that day: her référent, and who intervenes beside. */
const professionnels = (v: Vue, o: Orientation, le: string): string[] => [
  ...new Set([
    ...(o.referent ? [o.referent] : []),
    ...v.interventions
      .filter((i) => i.orientation === o.id && i.role !== "REFERENT_UNIQUE" && i.du <= le && (i.au === null || i.au >= le))
      .map((i) => i.referent),
  ]),
];
const tranche = (de: string, le: string): string => {
  if (le < plusJours(de, 15)) return "MOINS_15_JOURS";
  if (le < plusMois(de, 1)) return "MOINS_1_MOIS";
  return le < plusJours(de, 42) ? "MOINS_6_SEMAINES" : "6_SEMAINES_ET_PLUS";
};
const sortiesDe = (c: Contexte, v: Vue) => v.sorties.filter((s) => dans(s.date, c.debut, c.fin));

/** A share of registered people is not known until a first status is read. */
const dejaLu = (c: Contexte) => c.vues.some((v) => v.inscriptions.length > 0);

export const EMPLOI: Record<string, Reference> = {
  "L.I.V3.3": personnes(
    (c) =>
      !dejaLu(c)
        ? []
        : decidees({ ...c, vues: soumises(c) }, (p) => {
            const s = inscription(p.personne, c.fin);
            return { numerateur: s === "INSCRIT" ? 1 : 0, denominateur: 1, ...statut(s) };
          }),
    PARTS,
  ),
  "N.I.V3.3": personnes((c) =>
    presentes(c).flatMap((x) => {
      const s = inscription(x.personne, c.fin);
      return connue(s) ? [{ ...x, numerateur: 1, denominateur: null, ...statut(s) }] : [];
    }),
  ),
  "N.I.V3.4": personnes((c) =>
    notifiesDuFlux(c).flatMap((p) => {
      const s = inscription(p.personne, c.fin);
      const { parcours: _, categorie: __, organisme: ___, referent: ____, ...reste } = ligne(p, p.notification!, statut(s));
      return connue(s) ? [reste] : [];
    }),
  ),
  "N.I.V3.5": personnes((c) =>
    soumises(c).flatMap((personne) =>
      sortiesDe(c, personne).flatMap((s) => {
        const etat = inscription(personne, plusJours(s.date!, -1));
        return connue(etat)
          ? [
              {
                personne,
                le: s.date!,
                devoirsLe: plusJours(s.date!, -1),
                numerateur: 1,
                denominateur: null,
                propres: { nature: s.nature, statut: etat },
              },
            ]
          : [];
      }),
    ),
  ),
  "F.1": personnes(
    (c) =>
      !dejaLu(c)
        ? []
        : notifiesDuFlux(c).map((p) => {
            const s = inscription(p.personne, c.fin);
            return {
              personne: p.personne,
              le: p.notification!,
              flux: p.flux,
              numerateur: connue(s) ? 1 : 0,
              denominateur: 1,
              ...statut(s),
            };
          }),
    PARTS,
  ),
  "F.2": personnes(
    (c) =>
      !dejaLu(c)
        ? []
        : presentes(c, (_, flux) => !flux).map((x) => {
            const s = inscription(x.personne, c.fin);
            return { ...x, numerateur: s === "INSCRIT" ? 1 : 0, denominateur: 1, ...statut(s) };
          }),
    PARTS,
  ),
  "L.I.V3.5": sommes(
    (c) =>
      soumises(c).flatMap((personne) =>
        personne.orientations.flatMap((o) => {
          const lignes: Ligne[] = [];
          const entretien = premierEntretien(personne, o);
          if (dans(entretien, c.debut, c.fin))
            lignes.push({ personne, le: entretien, numerateur: 1, denominateur: null, ...deLOrientation(o) });
          if (dans(o.decideeLe, c.debut, c.fin))
            lignes.push({ personne, le: o.decideeLe, numerateur: null, denominateur: 1, ...deLOrientation(o) });
          return lignes;
        }),
      ),
    POURCENTAGE,
  ),
  "L.I.V3.6 v3": sommes(
    (c) =>
      suivies(c, () => ({})).flatMap((l) =>
        professionnels(l.personne, suivie(l.personne, c.fin)!, c.fin).map((referent) => ({
          ...l,
          referent,
          numerateur: 1,
          denominateur: 1,
        })),
      ),
    { unite: (l) => l.referent ?? null },
  ),
  "N.I.V3.6 v3": nombreDe((c) =>
    soumises(c).flatMap((personne) =>
      personne.contrats
        .filter((k) => dans(k.signature, c.debut, c.fin))
        .map((k) => ({ personne, le: k.signature!, numerateur: 1, denominateur: null, propres: { nature: k.nature } })),
    ),
  ),
  "F.12 v3": personnes(
    (c) =>
      presentes(c).map((x) => {
        const contrat = engagement(x.personne, c.fin);
        const cle = contrat ? (contrat.exempte ? "AVEC_CONTRAT_EXEMPTE" : "AVEC_CONTRAT") : "SANS_CONTRAT";
        return { ...x, numerateur: contrat ? 1 : 0, denominateur: 1, propres: { contrat: cle } };
      }),
    PARTS,
  ),
  "F.8": personnes(
    (c) =>
      presentes(c, (_, flux) => !flux).map((x) => {
        const accompagnee = suivie(x.personne, c.fin) !== null;
        const convoquee = x.personne.presences.some(
          (p) => p.rang !== null && (dans(p.planifieLe, "0001-01-01", c.fin) || dans(p.le, "0001-01-01", c.fin)),
        );
        const situation = accompagnee ? "EN_ACCOMPAGNEMENT" : convoquee ? "CONVOQUEE" : "NI_L_UN_NI_L_AUTRE";
        return { ...x, numerateur: accompagnee || convoquee ? 1 : 0, denominateur: 1, propres: { situation } };
      }),
    PARTS,
  ),
  "F.10": personnes(
    (c) =>
      suivies(c, (_, v) => {
        const [diagnostic, contrat] = [v.diagnostics.some((d) => d.etabliLe <= c.fin), engagement(v, c.fin) !== null];
        const realise = diagnostic ? (contrat ? "DIAGNOSTIC_ET_CONTRAT" : "DIAGNOSTIC_SEUL") : contrat ? "CONTRAT_SEUL" : "AUCUN";
        return { numerateur: diagnostic && contrat ? 1 : 0, propres: { realise } };
      }),
    PARTS,
  ),
  "F.11": personnes((c) => suivies(c, () => ({})).filter((l) => l.referent !== null && estIntensive(suivie(l.personne, c.fin)!, c)), {
    valeur: "unites",
    parts: "unites",
    sansDenominateur: false,
    unite: (l) => l.referent ?? null,
  }),
  "N.I.V3.1": personnes((c) => sixMois(c, DURABLES, () => ({})), POURCENTAGE),
  "N.I.V3.2": personnes((c) => sixMois(c, null, (typeContrat) => ({ typeContrat: typeContrat ?? "SANS_REPRISE" })), PARTS),
  "F.16": personnes(
    (c) =>
      soumises(c).flatMap((personne) =>
        personne.reprises
          .filter((r) => r.debut <= c.fin && plusMois(r.debut, 12) > c.fin && (r.termineeLe === null || r.termineeLe > c.fin))
          .map((r) => ({
            personne,
            le: c.fin,
            devoirsLe: r.debut,
            numerateur: suivie(personne, c.fin) ? 1 : 0,
            denominateur: 1,
            propres: { typeContrat: r.typeContrat },
          })),
      ),
    POURCENTAGE,
  ),
  "UF.C.1": personnes(
    (c) =>
      decidees(c, (p, le) => {
        const t = p.notification === null ? null : tranche(p.notification, le);
        const delai = p.notification === null ? null : jours(p.notification, le);
        return { numerateur: t !== null && t !== "6_SEMAINES_ET_PLUS" ? 1 : 0, denominateur: 1, delai, propres: { tranche: t } };
      }),
    PARTS,
  ),
  "UF.C.2": sommes(
    (c) =>
      soumises(c).flatMap((personne) =>
        personne.contrats.flatMap((k) =>
          [k.signature, k.refus].flatMap((le, i) =>
            dans(le, c.debut, c.fin) ? [{ personne, le, numerateur: i, denominateur: 1, propres: { nature: k.nature } }] : [],
          ),
        ),
      ),
    POURCENTAGE,
  ),
  "UF.C.3": nombreDe((c) =>
    soumises(c).flatMap((personne) =>
      sortiesDe(c, personne).map((s) => ({
        personne,
        le: s.date!,
        devoirsLe: plusJours(s.date!, -1),
        numerateur: 1,
        denominateur: null,
        propres: { nature: s.nature },
      })),
    ),
  ),
  "UF.C.4": sommes(
    (c) =>
      soumises(c).flatMap((personne) =>
        personne.reprises
          .filter((r) => dans(plusMois(r.debut, 6), c.debut, c.fin))
          .map((r) => ({
            personne,
            le: plusMois(r.debut, 6),
            devoirsLe: r.debut,
            numerateur: r.presenteSixMoisLe ? 1 : 0,
            denominateur: 1,
            propres: { typeContrat: r.typeContrat },
          })),
      ),
    POURCENTAGE,
  ),
  "UF.C.6": sommes((c) =>
    soumises(c).flatMap((personne) =>
      personne.orientations.flatMap((o) => {
        const [le] = personne.contrats
          .flatMap((k) =>
            k.signature !== null && k.signature >= o.decideeLe! && (o.closeLe === null || k.signature < o.closeLe) ? [k.signature] : [],
          )
          .sort();
        if (!le || !dans(le, c.debut, c.fin)) return [];
        const delai = jours(o.decideeLe!, le);
        return [{ personne, le, devoirsLe: o.decideeLe!, numerateur: delai, denominateur: 1, delai, ...deLOrientation(o) }];
      }),
    ),
  ),
};
