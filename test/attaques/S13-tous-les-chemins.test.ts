import { TABLES_DE_PERSONNES } from "../../subgraphs/shared/droits/tables";
import type { Caller } from "../../subgraphs/shared/identity";
import { origine, trahis } from "../rights/traversee/canaris";
import { INTERDITS, INTERDITS_PAR_FINALITE, type Monde, monde, TEMOINS } from "../rights/traversee/monde";
import { compter, coordonnees, poser, type Question, questions } from "../rights/traversee/parcourir";
import { LecteurDuRegistre } from "../rights/traversee/registre";
import { attaque, ENTIERE } from "./attaque";

/** Types that no reader of the small territory has, and why: what is asked there is asked all the same, and must say nothing. */
const SANS_EXEMPLE: Record<string, string> = Object.fromEntries(
  Object.entries({
    "un chiffre d’un territoire, qui ne nomme personne": [
      "BilanFinancier",
      "BilanProgramme",
      "ComparaisonCohortes",
      "ControleFinancier",
      "Delais",
      "EcheanceContrat",
      "Financeur",
      "Marche",
      "MontantsFinanciers",
      "PalierCohorte",
      "Part",
      "PartOfficielle",
      "PointCompare",
      "RegleFinanciere",
      "ResultatOfficiel",
      "SaisieFinanciere",
      "ValeurActuelle",
      "VersionOfficielle",
    ],
    "une table du journal, que ce petit territoire ne remplit pas ; test/veille et test/journal la lisent en tant que chacun": [
      "AccesUrgence",
      "AccesUrgenceEdge",
      "Alerte",
      "AlerteEdge",
      "DemandeRefusee",
      "DemandeRefuseeEdge",
    ],
    "un acte rare, ou d’un autre organisme que les témoins, que le petit territoire n’a pas": [
      "ActivitePrescription",
      "BeneficiairePrescription",
      "Contrainte",
      "DecisionDossier",
      "EchecsDeLecture",
      "ExportPersonne",
      "TraitementVise",
      "PrescriptionRecue",
      "PrescriptionRecueEdge",
      "PropositionInstruction",
      "ReferentAilleurs",
      "RendezVousARenseignerEdge",
      "ScoreCandidat",
      "SortieParcours",
      "ValeurEnConflit",
      "ValeurInconnueRendezVous",
    ],
  }).flatMap(([raison, types]) => types.map((type) => [type, raison])),
);

/** The register of one's own reads, and refusals, moves as one asks, and the load of a référent is a count that the territory shares (a view of the owner, ADR 15). */
const DE_SOI_MEME = /[cC]onsultations?\b|demandesRefusees|fileActive|filesActives/;

/** Without what the clock and the dice of the moment say: ages in seconds, instants of today, ids that a mutation has just made. */
const stable = (texte: string): string =>
  texte
    .replace(/Secondes":\d+/g, 'Secondes":0')
    .replace(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, (instant) =>
      Date.now() - Date.parse(instant.slice(1, -1)) < 3_600_000 ? '"maintenant"' : instant,
    )
    .replace(UUID, (id) => (faits.has(id) ? id : "<id>"));
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** Ids that the base had before anyone asked. */
let faits: ReadonlySet<string> = new Set();

const derniere = (question: Question) => `${question.a} ${question.formes[0]![1].at(-1)}`;
const dits = (question: Question) => question.texte + JSON.stringify(question.variables);

attaque("S13", (mesurer) => {
  let m: Monde;
  let lues: Question[];
  let ecrites: Question[];
  beforeAll(async () => {
    m = await monde();
    ({ lues, ecrites } = await questions(m, m.victime));
    faits = new Set(m.marques.keys());
  }, 180_000);
  afterAll(() => m.fermer());

  /** In the ordinary suite each question is put to some of the callers, in turn; whole, to all. */
  const tour = (appelants: Record<string, Caller>, rang: number, combien: number): [string, Caller][] => {
    const tous = Object.entries(appelants);
    return ENTIERE ? tous : Array.from({ length: combien }, (_, i) => tous[(rang + i * 2) % tous.length]!);
  };

  it("chaque coordonnée du supergraphe est demandée, et par chaque chemin qui y mène", () => {
    const { coordonnees: vues, parForme } = compter([...lues, ...ecrites]);
    expect([...coordonnees(m)].filter((une) => !vues.has(une))).toEqual([]);
    mesurer("coordonnées", vues.size);
    for (const [forme, noms] of parForme) mesurer(`coordonnées × ${forme}`, noms.size);
    mesurer("documents", lues.length + ecrites.length);
    mesurer("colonnes qui portent un canari", m.plantation.colonnes.length);
  });

  it("qui y a droit lit ce que chaque chemin donne : la traversée ne frappe pas à des portes murées", async () => {
    const muets = new Set<string>();
    const parlants = new Set<string>();
    for (const question of lues.filter(({ a }) => a === "passerelle")) {
      for (const [nom, appelant] of Object.entries(TEMOINS)) {
        if (parlants.has(question.cible)) break;
        const { texte, data } = await poser(m, question, nom, appelant);
        const directe = question.formes[0]![0] === "direct" && data && Object.values(data)[0] !== null;
        if (texte.includes(`"__typename":"${question.cible}"`) || directe) parlants.add(question.cible);
      }
      if (!parlants.has(question.cible)) muets.add(question.cible);
    }
    for (const type of parlants) muets.delete(type);
    expect([...muets].filter((type) => !(type in SANS_EXEMPLE)).sort()).toEqual([]);
    mesurer("types lus par qui y a droit", parlants.size);
  }, 300_000);

  it("chaque réponse qui montre une personne laisse sa ligne au registre : elle, qui demande, pourquoi, les champs donnés", async () => {
    const registre = await LecteurDuRegistre.ouvrir(m);
    const manques = new Map<string, string>();
    const passerelle = (questions: Question[]) => questions.filter(({ a }) => a === "passerelle");
    for (const [rang, question] of passerelle(lues).entries())
      for (const [nom, appelant] of tour(TEMOINS, rang, 1))
        for (const manque of await registre.manques(question, nom, appelant, ["LECTURE"]))
          manques.set(manque, `${nom} ${derniere(question)}`);
    for (const [rang, question] of passerelle(ecrites).entries())
      for (const [nom, appelant] of tour(TEMOINS, rang, 1))
        for (const manque of await registre.manques(question, nom, appelant, ["LECTURE", "ECRITURE"]))
          if (!manque.includes("absent des champs")) manques.set(manque, `${nom} ${derniere(question)}`);
    mesurer("réponses qui montrent une personne, retrouvées au registre", registre.montrent);
    mesurer("champs donnés, retrouvés au registre", registre.donnees);
    expect([registre.montrent > 100, registre.donnees > 1_000]).toEqual([true, true]);
    expect([...manques]).toEqual([]);
  }, 600_000);

  it("aucune réponse, aucune erreur, aucun compte, aucun curseur ne trahit une personne à qui ne la suit pas", async () => {
    const voit = await m.visibles();
    const fuites = new Set<string>();
    let demandes = 0;
    for (const [rang, question] of lues.entries()) {
      for (const [nom, appelant] of tour(INTERDITS, rang, 3)) {
        const reponse = await poser(m, question, nom, appelant);
        demandes++;
        expect([derniere(question), reponse.errors.filter(({ extensions }) => extensions.code === "INTERNAL_SERVER_ERROR")]).toEqual([
          derniere(question),
          [],
        ]);
        for (const [jeton, deQui] of trahis(reponse.texte, m.marques, dits(question)))
          if (![...deQui].some((une) => voit[nom]?.has(une)))
            fuites.add(`${nom} ${derniere(question)} : ${origine(jeton, m.plantation.colonnes) ?? jeton}`);
      }
    }
    mesurer("demandes de qui n’en a pas le droit", demandes);
    expect([...fuites]).toEqual([]);
  }, 600_000);

  it("une finalité qui ferme une classe n’en rend rien, même au Département et avec tous les droits", async () => {
    const fuites = new Set<string>();
    for (const [rang, question] of lues.entries()) {
      for (const [nom, appelant] of tour(INTERDITS_PAR_FINALITE, rang, 1)) {
        const { texte } = await poser(m, question, nom, appelant);
        const fermees = nom === "droitsEtDevoirs" || nom === "gestionDuDroit" ? ["SANTE"] : ["IDENTITE", "SOCIALE", "SANTE"];
        for (const [jeton] of trahis(texte, m.marques, dits(question))) {
          const colonne = origine(jeton, m.plantation.colonnes);
          const [schema, table] = colonne?.split(".") ?? [];
          const classe = TABLES_DE_PERSONNES[schema!]?.[table!]?.classe;
          if (classe && fermees.includes(classe)) fuites.add(`${nom} ${derniere(question)} : ${colonne} (${classe})`);
          if (m.nir.has(jeton)) fuites.add(`${nom} ${derniere(question)} : NIR`);
        }
      }
    }
    expect([...fuites]).toEqual([]);
  }, 600_000);

  it("les mêmes réponses, octet pour octet, quand ces personnes n’existent pas : ni compte, ni tri, ni page ne dépend d’elles", async () => {
    const aComparer = (nom: string) => nom === "autreDepartement" || nom === "autreAgent" || nom === "organismeInconnu";
    const appelants = Object.entries(INTERDITS).filter(([nom]) => aComparer(nom));
    const relever = async () => {
      const reponses = new Map<string, string>();
      for (const [rang, question] of [...lues, ...ecrites].entries()) {
        if (DE_SOI_MEME.test(dits(question))) continue;
        for (const [nom, appelant] of ENTIERE ? appelants : [appelants[rang % appelants.length]!]) {
          const { data, errors } = await poser(m, question, nom, appelant);
          reponses.set(`${nom} ${rang} ${derniere(question)}`, stable(JSON.stringify({ data, errors })));
        }
      }
      return reponses;
    };
    const avant = await relever();
    await m.oublier(await m.invisibles());
    const apres = await relever();
    const differentes = [...avant]
      .filter(([cle, texte]) => apres.get(cle) !== texte)
      .map(([cle, texte]) => [cle, texte.slice(0, 300), apres.get(cle)!.slice(0, 300)]);
    mesurer("réponses comparées avec un monde sans elles", avant.size);
    expect(differentes).toEqual([]);
  }, 600_000);

  it("la demande suivante de qui y a droit est servie", async () => {
    const { data } = await m.demander("referente", "query ($id: ID) { allocataire(id: $id) { id } }", { id: m.suivie });
    expect(data.allocataire.id).toBe(m.suivie);
  });
});
