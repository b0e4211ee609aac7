import type { ContenuDiagnostic, ContrainteSimulee, MetierSimule, Valeur } from "./modele-diagnostic";
import { libelleDe, NUMERIQUE, type Referentiel, referentiel, THEMATIQUES } from "./referentiel-diagnostic";

/** How the API shows a diagnostic: every contrainte of the référentiel, explored or not. */
const valeurVue = (liste: keyof Referentiel, v: Valeur) => ({ ...v, libelle: libelleDe(liste, v.code) });

function contrainteVue(c: ContenuDiagnostic, code: string, lue: ContrainteSimulee | null | undefined) {
  const siens = (nom: "situations" | "objectifs") =>
    c[nom].filter((v) => referentiel()[nom].some((r) => r.code === v.code && r.contrainte === code)).map((v) => valeurVue(nom, v));
  return {
    code,
    libelle: libelleDe("contraintes", code),
    valeur: lue?.valeur ?? "NON_ABORDEE",
    impact: lue?.impact ?? "NON_RENSEIGNE",
    estPrioritaire: lue?.estPrioritaire ?? false,
    situations: siens("situations"),
    objectifs: siens("objectifs"),
    ...(lue ? { dateExploration: lue.dateExploration } : {}),
  };
}

const derniere = <V extends { dateExploration: string }>(valeurs: V[]): V | undefined =>
  valeurs.reduce<V | undefined>((gardee, v) => (gardee && gardee.dateExploration > v.dateExploration ? gardee : v), undefined);

export function thematiqueContrainte(c: ContenuDiagnostic) {
  const recente = derniere([...c.contraintes, ...c.situations, ...c.objectifs]);
  return {
    code: "7",
    libelle: "Surmonter ses contraintes personnelles",
    contraintes: referentiel()
      .contraintes.filter(({ code }) => code !== NUMERIQUE)
      .map(({ code }) =>
        contrainteVue(
          c,
          code,
          c.contraintes.find((lue) => lue.code === code),
        ),
      ),
    ...(recente ? { agent: recente.agent, dateExploration: recente.dateExploration } : {}),
    ...(c.sansContrainte ? { declareSansContrainte: c.sansContrainte } : {}),
  };
}

export function autonomieNumerique(c: ContenuDiagnostic) {
  const recente = derniere([c.autonomieNumerique, c.besoinNumerique].filter((v) => v !== null));
  return {
    contrainte: contrainteVue(c, NUMERIQUE, c.autonomieNumerique),
    ...(c.besoinNumerique ? { besoin: valeurVue("besoins", c.besoinNumerique) } : {}),
    ...(recente ? { agent: recente.agent, dateExploration: recente.dateExploration } : {}),
  };
}

export const metierVu = ({ besoins: _besoins, ...m }: MetierSimule) => m;
export const metiersVus = (c: ContenuDiagnostic) => ({ diagnostics: c.metiers.filter((m) => m.statut === "EN_COURS").map(metierVu) });

export function besoinsVus(c: ContenuDiagnostic) {
  return c.metiers
    .filter((m) => m.statut === "EN_COURS")
    .map((m) => {
      const recent = derniere(m.besoins);
      return {
        diagnostic: metierVu(m),
        thematiquesBesoins: THEMATIQUES.map((t) => ({
          code: t.code,
          libelle: t.libelle,
          besoins: t.besoins.map((code) => {
            const lu = m.besoins.find((b) => b.code === code);
            return lu ? valeurVue("besoins", lu) : { code, libelle: libelleDe("besoins", code), valeur: "NON_EXPLORE" };
          }),
        })),
        ...(recent ? { agentDerniereExplorationBesoin: recent.agent, dateDerniereExplorationBesoin: recent.dateExploration } : {}),
      };
    });
}

/** The analysis of the pouvoir d’agir in words: those of the simulator. */
export const pouvoirAgir = (c: ContenuDiagnostic) =>
  c.pouvoirAgir
    ? { ...c.pouvoirAgir, resultatAnalyse: `Confiance ${c.pouvoirAgir.confiance}, accompagnement ${c.pouvoirAgir.accompagnement}` }
    : {};

export const dossier = (c: ContenuDiagnostic) => ({
  autonomieNumerique: autonomieNumerique(c),
  besoinsParDiagnostic: besoinsVus(c),
  pouvoirAgir: pouvoirAgir(c),
  thematiqueContrainte: thematiqueContrainte(c),
});

const nue = (liste: keyof Referentiel, v: Valeur) => ({ code: v.code, libelle: libelleDe(liste, v.code), valeur: v.valeur });
const contrainteNue = (v: ContrainteSimulee) => ({ ...nue("contraintes", v), impact: v.impact, estPrioritaire: v.estPrioritaire });

/** Historisation shows the values without their authors: the version carries them. */
export const historise = (c: ContenuDiagnostic) => ({
  autonomieNumeriqueHistorisee: {
    ...(c.autonomieNumerique ? { contrainte: contrainteNue(c.autonomieNumerique) } : {}),
    ...(c.besoinNumerique ? { besoin: nue("besoins", c.besoinNumerique) } : {}),
  },
  besoinsHistorises: c.metiers.map((m) => ({ idDiagnostic: m.idDiagnostic, besoins: m.besoins.map((b) => nue("besoins", b)) })),
  contraintesHistorisees: {
    contraintes: c.contraintes.map(contrainteNue),
    situations: c.situations.map((v) => nue("situations", v)),
    objectifs: c.objectifs.map((v) => nue("objectifs", v)),
  },
  diagnosticsHistorises: { diagnostics: c.metiers.map(({ agent: _agent, besoins: _besoins, ...m }) => m) },
  pouvoirAgirHistorise: c.pouvoirAgir ? { confiance: c.pouvoirAgir.confiance, accompagnement: c.pouvoirAgir.accompagnement } : {},
});

/** What may be written, list by list. */
export function referentielVu() {
  const r = referentiel();
  const deContrainte = (liste: "situations" | "objectifs", contrainte: string, valeur: string[]) =>
    r[liste].filter((c) => c.contrainte === contrainte).map(({ code, libelle }) => ({ code, libelle, valeur }));
  return {
    thematiquesBesoins: THEMATIQUES.map((t) => ({
      code: t.code,
      libelle: t.libelle,
      besoins: t.besoins.map((code) => ({ code, libelle: libelleDe("besoins", code), valeur: ["POINT_FORT", "BESOIN", "NON_EXPLORE"] })),
    })),
    thematiqueContrainte: {
      code: "7",
      libelle: "Surmonter ses contraintes personnelles",
      contraintes: r.contraintes.map(({ code, libelle }) => ({
        code,
        libelle,
        valeur: ["NON_ABORDEE", "OUI", "CLOTUREE"],
        situations: deContrainte("situations", code, ["NON_ABORDEE", "OUI", "NON"]),
        objectifs: deContrainte("objectifs", code, ["NON_ABORDE", "EN_COURS", "REALISE", "ABANDONNE"]),
      })),
    },
    // The name is the API's own.
    pourvoirAgir: { questions: [], analyses: [] },
  };
}
