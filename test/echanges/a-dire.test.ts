import { randomUUID } from "node:crypto";
import { appliquerEchanges } from "../../subgraphs/echanges/echange/suivre-echanges";
import { followOnce } from "../../subgraphs/shared/event-follower";
import { numberEvents } from "../../subgraphs/shared/sequencer";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";

const { amina, bruno } = PEOPLE;

describe("ce qu’un événement fait dire", () => {
  let base: TestDatabase;
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
  });
  afterAll(() => base.drop());
  beforeEach(() => base.owner.query("truncate journal.evenement, echanges.echange, echanges.curseur"));

  const happen = (type: string, donnees: object, allocataire: string) =>
    base.owner.query(
      "insert into journal.evenement (type, departement, allocataire, donnees, survenu_le) values ($1, '94', $2, $3, '2026-02-01')",
      [type, allocataire, donnees],
    );
  const follow = async () => {
    await numberEvents(base.owner);
    return followOnce(base.owner, { schema: "echanges", name: "echanges", apply: appliquerEchanges });
  };

  it.each([
    ["OrientationDecidee", { orientation: true }, "ORIENTATION_RESULTAT"],
    ["PortefeuilleTransfere", { orientation: true }, "ORIENTATION_RESULTAT"],
    ["ReorientationProposee", { orientation: true }, "ORIENTATION_DEMANDE"],
    ["ReorientationRefusee", { orientation: true }, "ORIENTATION_RESULTAT"],
    ["DiagnosticEnregistre", { diagnostic: true }, "DIAGNOSTIC"],
    ["ContratSigne", { contrat: true }, "CONTRAT_ENGAGEMENT"],
    ["ContratRefuse", { contrat: true }, "CONTRAT_ENGAGEMENT"],
    ["RendezVousPlanifie", { rendezVous: true }, "RDV_POSITIONNE"],
    ["RendezVousDeplace", { rendezVous: true }, "RDV_POSITIONNE"],
    ["RendezVousAnnule", { rendezVous: true }, "RDV_POSITIONNE"],
    ["PresenceRenseignee", { rendezVous: true }, "RDV_PRESENCE"],
    ["SanctionInstruite", { sanction: true }, "SANCTION_DECISION"],
  ])(
    "%s est à dire à France Travail par l’API, avec l’identifiant de son fait, sans essai ni date d’essai",
    async (type, donnees, objet) => {
      const fait = randomUUID();
      await happen(type, Object.fromEntries(Object.keys(donnees).map((nom) => [nom, fait])), amina);
      await follow();
      expect(
        (
          await base.owner.query(
            "select sens, statut, tentatives, prochain_essai, erreur_code, traite_le, allocataire from echanges.echange",
          )
        ).rows,
      ).toEqual([
        {
          sens: "SORTANT",
          statut: "A_ENVOYER",
          tentatives: 0,
          prochain_essai: null,
          erreur_code: null,
          traite_le: null,
          allocataire: amina,
        },
      ]);
      expect(await file()).toEqual([{ objet, canal: "API", fait, type_evenement: type, rang: 0, partenaire: "FRANCE_TRAVAIL" }]);
    },
  );

  const file = async () =>
    (await base.owner.query("select objet, canal, fait, type_evenement, rang, partenaire from echanges.echange order by ordre, rang")).rows;

  it("une orientation vers France Travail ouvre aussi le premier rendez-vous ; vers un autre organisme, non", async () => {
    await happen("OrientationDecidee", { orientation: randomUUID(), organisme: "94-FT94" }, amina);
    await happen("OrientationDecidee", { orientation: randomUUID(), organisme: "94-REMOB-1" }, bruno);
    await follow();
    expect((await file()).map(({ objet, rang }) => [objet, rang])).toEqual([
      ["ORIENTATION_RESULTAT", 0],
      ["RDV_A_POSITIONNER", 1],
      ["ORIENTATION_RESULTAT", 0],
    ]);
  });

  it("une sanction décidée se dit à France Travail avec son manquement, et à l’organisme payeur par dépôt", async () => {
    const [sanction, manquement] = [randomUUID(), randomUUID()];
    await happen("SanctionDecidee", { sanction, manquement }, amina);
    await happen("SanctionLevee", { sanction }, amina);
    await happen("SanctionAnnulee", { sanction }, amina);
    await follow();
    expect((await file()).map(({ objet, canal, partenaire, fait }) => [objet, canal, partenaire, fait])).toEqual([
      ["SANCTION_DECISION", "API", "FRANCE_TRAVAIL", sanction],
      ["SANCTION_EXECUTION", "DEPOT", "CAF", sanction],
      ["SANCTION_MANQUEMENT", "API", "FRANCE_TRAVAIL", manquement],
      ["SANCTION_DECISION", "API", "FRANCE_TRAVAIL", sanction],
      ["SANCTION_EXECUTION", "DEPOT", "CAF", sanction],
      ["SANCTION_DECISION", "API", "FRANCE_TRAVAIL", sanction],
      ["SANCTION_EXECUTION", "DEPOT", "CAF", sanction],
    ]);
  });

  it("un effacement fait ignorer ce qui restait à envoyer, et n’en dit plus la personne", async () => {
    await happen("ContratSigne", { contrat: randomUUID() }, amina);
    await happen("PersonneEffacee", { systeme: "HUB", portee: "HUB", motif: "DEMANDE" }, amina);
    await follow();
    expect((await base.owner.query("select statut, allocataire from echanges.echange")).rows).toEqual([
      { statut: "IGNORE", allocataire: null },
    ]);
  });

  it("un effacement ne laisse dans l’échange ni l’identifiant du partenaire, ni celui de la personne, ni rien à reprendre", async () => {
    await base.owner.query(
      `insert into echanges.echange (departement, evenement, sens, partenaire, objet, allocataire, statut, tentatives, cree_le, canal, cle, fait, lecture,
         donnees, empreinte, identifiant_partenaire, identifiants_anterieurs, erreur_code, erreur_message, erreur_reessayable, erreur_action)
       select '94', gen_random_uuid(), x.sens, 'FRANCE_TRAVAIL', 'SANCTION_DECISION', $1::uuid, x.statut, 1, '2026-02-01', x.canal, 'statut ' || $1::uuid, $1::uuid, x.lecture,
         '{"le": "2026-02-01"}', '\\x01', 'C-1', '{C-0}', 'DIVERGENCE', 'm', false, 'a'
       from (values ('SORTANT', 'CONFIRME', 'API', null), ('SORTANT', 'ABANDONNE', 'API', null), ('ENTRANT', 'REJETE', 'HUB', 'sanctions'),
         ('ENTRANT', 'TRAITE', 'HUB', 'statuts')) x (sens, statut, canal, lecture)`,
      [amina],
    );
    await happen("PersonneEffacee", { systeme: "HUB", portee: "HUB", motif: "DEMANDE" }, amina);
    await follow();
    const { rows } = await base.owner.query("select to_jsonb(e) as ligne, e.statut from echanges.echange e");
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${amina}|C-0|C-1`));
    expect(rows.map(({ statut }) => statut).sort()).toEqual(["CONFIRME", "IGNORE", "IGNORE", "TRAITE"]);
  });
});
