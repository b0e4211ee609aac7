import { attenteMs, demainMatin } from "../../subgraphs/echanges/envoi/attente";
import type { EnvoiEnFile } from "../../subgraphs/echanges/envoi/envoi-en-file";
import { EmpechementDEnvoi, echecDe } from "../../subgraphs/echanges/envoi/erreur-envoi";
import type { Relecture } from "../../subgraphs/echanges/envoi/objet-sortant";
import { apresEchec, apresRelecture } from "../../subgraphs/echanges/envoi/suite-envoi";
import { CODES_FRANCE_TRAVAIL, ErreurFranceTravail, SENS_DES_ERREURS } from "../../subgraphs/echanges/france-travail/erreur-france-travail";

const MAINTENANT = new Date("2026-02-10T09:00:00Z");
const INSTANT = { maintenant: MAINTENANT, hasard: 1 };
const dans = (ms: number) => new Date(MAINTENANT.getTime() + ms);

const envoi = (autres: Partial<EnvoiEnFile> = {}): EnvoiEnFile => ({
  echange: "e",
  departement: "94",
  objet: "ESSAI",
  allocataire: "a",
  evenement: "Essai",
  survenuLe: new Date("2026-02-09T09:00:00Z"),
  fait: "f",
  donnees: {},
  identifiantPartenaire: null,
  tentatives: 0,
  statut: "A_ENVOYER",
  relectures: 0,
  premierEssaiLe: MAINTENANT,
  envoyeLe: MAINTENANT,
  empreinte: "E",
  confirmee: null,
  ...autres,
});

describe("après un envoi en échec", () => {
  it.each(CODES_FRANCE_TRAVAIL.filter((code) => code !== "ID_NON_RECONNU"))("%s suit la table des erreurs", (code) => {
    const { reessayable, attente } = SENS_DES_ERREURS[code] as { reessayable: boolean; attente?: "JOUR" };
    const suite = apresEchec(envoi(), "ENVOI", echecDe(new ErreurFranceTravail(code)), INSTANT);
    expect(suite.statut).toBe(reessayable ? "A_ENVOYER" : "REJETE");
    expect(suite.erreur).toMatchObject({ code, reessayable });
    expect(suite.prochainEssai).toEqual(!reessayable ? null : attente === "JOUR" ? new Date("2026-02-11T05:00:00Z") : dans(15_000));
    expect(suite.traiteLe).toEqual(reessayable ? null : MAINTENANT);
  });

  it.each(["INDISPONIBLE", "REPONSE_ILLISIBLE", "DONNEE_INVALIDE"] as const)(
    "%s dans le doute : ENVOYE, à relire une minute après, avant tout renvoi",
    (code) => {
      const suite = apresEchec(envoi(), "ENVOI", echecDe(new ErreurFranceTravail(code, { incertain: true })), INSTANT);
      expect(suite).toMatchObject({ statut: "ENVOYE", prochainEssai: dans(60_000), erreur: { code } });
    },
  );

  it("attend ce que le partenaire demande, si c’est plus long", () => {
    const quota = echecDe(new ErreurFranceTravail("QUOTA", { attendreSecondes: 120 }));
    expect(apresEchec(envoi(), "ENVOI", quota, INSTANT).prochainEssai).toEqual(dans(120_000));
  });

  it("double l’attente à chaque essai, une heure au plus, avec un hasard de moitié", () => {
    expect([1, 2, 3, 4].map((n) => attenteMs(n, 1))).toEqual([15_000, 30_000, 60_000, 120_000]);
    expect(attenteMs(40, 1)).toBe(3_600_000);
    expect(attenteMs(3, 0)).toBe(30_000);
  });

  it("un identifiant que le partenaire ne connaît plus est gardé, et l’objet se recrée aussitôt ; sans identifiant, c’est un rejet", () => {
    const perdu = echecDe(new ErreurFranceTravail("ID_NON_RECONNU"));
    const connu = apresEchec(envoi({ identifiantPartenaire: "FT-1" }), "ENVOI", perdu, INSTANT);
    expect(connu).toMatchObject({ statut: "A_ENVOYER", identifiantPerdu: "FT-1", prochainEssai: null });
    expect(apresEchec(envoi(), "ENVOI", perdu, INSTANT)).toMatchObject({ statut: "REJETE" });
  });

  it("sans numéro ni NIR, attend le lendemain", () => {
    const suite = apresEchec(envoi(), "ENVOI", echecDe(new EmpechementDEnvoi("IDENTIFIANT_MANQUANT")), INSTANT);
    expect(suite).toMatchObject({ statut: "A_ENVOYER", prochainEssai: new Date("2026-02-11T05:00:00Z") });
  });

  it("dix jours après le premier essai, l’échange est abandonné et garde son erreur", () => {
    const echec = echecDe(new ErreurFranceTravail("INDISPONIBLE"));
    const depuis = (jours: number) => envoi({ tentatives: 30, premierEssaiLe: dans(-jours * 86_400_000) });
    expect(apresEchec(depuis(9.9), "ENVOI", echec, INSTANT).statut).toBe("A_ENVOYER");
    expect(apresEchec(depuis(10), "ENVOI", echec, INSTANT)).toMatchObject({
      statut: "ABANDONNE",
      erreur: { code: "INDISPONIBLE" },
      traiteLe: MAINTENANT,
    });
  });

  it("une lecture en échec ne change pas l’état : ce qui est incertain le reste", () => {
    const echec = echecDe(new ErreurFranceTravail("INDISPONIBLE", { incertain: true }));
    for (const statut of ["ENVOYE", "A_CONFIRMER"] as const)
      expect(apresEchec(envoi({ statut }), "RELECTURE", echec, INSTANT)).toMatchObject({
        statut,
        relectures: 1,
        prochainEssai: dans(60_000),
      });
  });
});

describe("le lendemain matin", () => {
  it.each([
    ["en hiver", "2026-01-10T22:59:00Z", "2026-01-11T05:00:00Z"],
    ["après minuit à Paris", "2026-01-10T23:01:00Z", "2026-01-12T05:00:00Z"],
    ["en été", "2026-07-10T10:00:00Z", "2026-07-11T04:00:00Z"],
    ["la nuit du passage à l’heure d’été", "2026-03-28T12:00:00Z", "2026-03-29T04:00:00Z"],
  ])("six heures à Paris, %s", (_nom, maintenant, attendu) => {
    expect(demainMatin(new Date(maintenant)).toISOString()).toBe(new Date(attendu).toISOString());
  });
});

describe("après une relecture", () => {
  const apres = (lu: Relecture, autres: Partial<EnvoiEnFile>, empreinte = "E") => apresRelecture(envoi(autres), lu, empreinte, INSTANT);
  const different = (modifieLe?: string): Relecture => ({
    etat: "DIFFERENT",
    ecarts: [{ champ: "x", valeurHub: "1", valeurPartenaire: "2" }],
    modifieLe,
  });

  it("CONFORME confirme, d’un envoi incertain comme d’un accepté, avec l’identifiant lu", () => {
    for (const statut of ["ENVOYE", "A_CONFIRMER"] as const)
      expect(apres({ etat: "CONFORME", identifiant: "FT-1" }, { statut })).toMatchObject({
        statut: "CONFIRME",
        identifiant: "FT-1",
        erreur: null,
      });
  });

  it("ABSENT après un doute : on envoie ; après une acceptation : on relit, et on renvoie au bout d’une heure", () => {
    expect(apres({ etat: "ABSENT" }, { statut: "ENVOYE", tentatives: 1 })).toBe("ENVOYER");
    expect(apres({ etat: "ABSENT" }, { statut: "A_CONFIRMER" })).toMatchObject({
      statut: "A_CONFIRMER",
      relectures: 1,
      erreur: { code: "NON_CONFIRME" },
    });
    expect(apres({ etat: "ABSENT" }, { statut: "A_CONFIRMER", envoyeLe: dans(-3_600_000) })).toBe("ENVOYER");
    expect(apres({ etat: "ABSENT" }, { statut: "A_CONFIRMER", envoyeLe: dans(-3_599_000) })).toMatchObject({ statut: "A_CONFIRMER" });
  });

  it("ILLISIBLE : l’acceptation suffit, et se dit ; un doute va à l’agent", () => {
    expect(apres({ etat: "ILLISIBLE" }, { statut: "A_CONFIRMER" })).toMatchObject({
      statut: "CONFIRME",
      raison: expect.stringContaining("accepté"),
    });
    expect(apres({ etat: "ILLISIBLE" }, { statut: "ENVOYE" })).toMatchObject({ statut: "REJETE", erreur: { code: "ENVOI_INCERTAIN" } });
  });

  it("SANS_OBJET fait ignorer l’échange, avec la raison", () => {
    expect(apres({ etat: "SANS_OBJET", raison: "rien à dire" }, { statut: "ENVOYE" })).toMatchObject({
      statut: "IGNORE",
      raison: "rien à dire",
    });
  });

  it("DIFFERENT est une divergence, avec les deux valeurs", () => {
    const suite = apres(different(), { statut: "A_CONFIRMER", tentatives: 1 });
    expect(suite).toMatchObject({
      statut: "REJETE",
      erreur: { code: "DIVERGENCE" },
      ecarts: [{ champ: "x", valeurHub: "1", valeurPartenaire: "2" }],
    });
  });

  it("DIFFERENT, mais notre fait est plus récent : on renvoie, une fois", () => {
    expect(apres(different("2026-02-08"), { statut: "A_CONFIRMER", tentatives: 1 })).toBe("ENVOYER");
    expect(apres(different("2026-02-09"), { statut: "A_CONFIRMER", tentatives: 1 })).toMatchObject({ statut: "REJETE" });
    expect(apres(different("2026-02-08"), { statut: "A_CONFIRMER", tentatives: 2 })).toMatchObject({ statut: "REJETE" });
  });

  it("DIFFERENT parce que le fait a changé dans le hub depuis : la dernière vérité part", () => {
    expect(apres(different(), { statut: "A_CONFIRMER", tentatives: 1 }, "AUTRE")).toBe("ENVOYER");
  });
});
