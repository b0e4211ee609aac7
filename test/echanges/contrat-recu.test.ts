import type { ContratEngagementFT } from "../../subgraphs/echanges/france-travail/api";
import { type ContratDuHub, engagementsNouveaux, suiteDuContrat } from "../../subgraphs/echanges/reception/contrat/contrat-recu";

const recu = (etat: ContratEngagementFT["etat"], plus: Partial<ContratEngagementFT> = {}): ContratEngagementFT => ({ etat, ...plus });
const hub = (statut: ContratDuHub["statut"], plus: Partial<ContratDuHub> = {}): ContratDuHub => ({
  id: "c",
  statut,
  dateSignature: null,
  dateRefus: null,
  planAction: [],
  ...plus,
});
const SIGNE = recu("SIGNE", { dateSignature: "2026-03-02T23:30:00Z" });
const REFUSE = recu("REFUSE", { dateRefus: "2026-03-03T10:00:00+0100" });

describe("un contrat lu chez France Travail", () => {
  it.each<[string, ContratEngagementFT, ContratDuHub | null, object]>([
    ["signé, inconnu du hub", SIGNE, null, { suite: "SIGNER", jour: "2026-03-03" }],
    ["signé, à signer dans le hub", SIGNE, hub("A_SIGNER"), { suite: "SIGNER", jour: "2026-03-03" }],
    ["signé le même jour", SIGNE, hub("SIGNE", { dateSignature: "2026-03-03" }), { suite: "IGNORER" }],
    [
      "signé un autre jour",
      SIGNE,
      hub("SIGNE", { dateSignature: "2026-03-01" }),
      { suite: "DIVERGENCE", champ: "dateSignature", valeurHub: "2026-03-01", valeurPartenaire: "2026-03-03" },
    ],
    ["signé avant un refus que le hub connaît", SIGNE, hub("REFUSE", { dateRefus: "2026-03-05" }), { suite: "IGNORER" }],
    ["signé après un refus", SIGNE, hub("REFUSE", { dateRefus: "2026-03-01" }), { suite: "SIGNER" }],
    ["signé avant la réorientation qui l’a remis à signer", SIGNE, hub("A_SIGNER", { dateSignature: "2026-03-03" }), { suite: "IGNORER" }],
    ["signé sans date", recu("SIGNE"), null, { suite: "IGNORER" }],
    ["refusé, inconnu du hub", REFUSE, null, { suite: "REFUSER", jour: "2026-03-03" }],
    ["refusé le même jour", REFUSE, hub("REFUSE", { dateRefus: "2026-03-03" }), { suite: "IGNORER" }],
    ["refusé un autre jour", REFUSE, hub("REFUSE", { dateRefus: "2026-03-01" }), { suite: "DIVERGENCE", champ: "dateRefus" }],
    ["refusé, signé avant dans le hub", REFUSE, hub("SIGNE", { dateSignature: "2026-03-01" }), { suite: "DIVERGENCE", champ: "statut" }],
    ["refusé, signé depuis dans le hub", REFUSE, hub("SIGNE", { dateSignature: "2026-03-04" }), { suite: "IGNORER" }],
    [
      "suspendu",
      recu("SUSPENDU", { dateSuspension: "2026-03-04T08:00:00Z" }),
      hub("SIGNE"),
      { suite: "SUSPENDRE", contrat: "c", jour: "2026-03-04" },
    ],
    ["suspendu sans date", recu("SUSPENDU"), hub("A_SIGNER"), { suite: "SUSPENDRE", jour: "2026-03-10" }],
    ["suspendu, sans contrat en cours", recu("SUSPENDU"), hub("REFUSE"), { suite: "IGNORER" }],
    ["à signer, signé avant une réorientation", recu("A_SIGNER", { dateSignature: "2026-01-03" }), null, { suite: "IGNORER" }],
    ["en attente de signature", recu("EN_ATTENTE_SIGNATURE"), null, { suite: "IGNORER" }],
    ["clôturé", recu("CLOTURE"), hub("SIGNE"), { suite: "IGNORER" }],
  ])("%s", (_nom, lu, notre, attendu) => expect(suiteDuContrat(lu, notre, "2026-03-10")).toMatchObject(attendu));

  it("ses engagements entrent une fois chacun, ceux du conseiller et les titres non", () => {
    const engagements = {
      engagementsUsager: [
        { titre: "Mes démarches", libelles: ["Actualiser  mon CV", "Chercher une formation", "actualiser mon cv."] },
        { titre: "Autres", libelles: ["", "Faire garder mon enfant"] },
      ],
      engagementsConseiller: [{ titre: "Votre conseiller", libelles: ["Vous recevoir"] }],
    };
    const notre = hub("SIGNE", { planAction: [{ libelle: "CHERCHER UNE FORMATION" }] });
    expect(engagementsNouveaux(recu("SIGNE", { engagements }), notre)).toEqual(["Actualiser mon CV", "Faire garder mon enfant"]);
  });
});
