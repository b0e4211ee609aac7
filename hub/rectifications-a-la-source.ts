import { noterEnvoyees } from "../subgraphs/allocataires/droits-des-personnes/clore-corrigees.repository";
import { rectificationsParIds } from "../subgraphs/allocataires/transmission/rectification.repository";
import { deposerCeQuiEstDu } from "../subgraphs/echanges/depot/executer-depots";
import { departementsAInformer } from "../subgraphs/echanges/execution/execution.repository";
import {
  ecrireRectifications,
  type OutilsRectification,
  suivreRectifications,
} from "../subgraphs/echanges/rectification/executer-rectifications";
import type { Caller } from "../subgraphs/shared/identity";
import { asOwner } from "../subgraphs/shared/owner";
import { chaqueJour } from "./chaque-jour";
import type { OptionsSanctions, TourDesSanctions } from "./sanctions-a-executer";
import { ouvrirSources, type SourcesDesFaits } from "./sources-des-faits";

/** Fields that a file tells of a person, for the register of consultations. */
const CHAMPS = ["DossierRsa.numeroDemande", "DossierRsa.matricule", "DemandeDeDroits.donnee", "DemandeDeDroits.precisions"];

/** The request is hers: the payer is asked to answer it, and France Travail reads nothing. */
const repondant = (departement: string): Caller => ({
  ...{ client: "unefois-droits-des-personnes", departement, organisme: null, agent: null },
  ...{ scopes: new Set<string>(), finalite: "EXERCICE_DES_DROITS" },
});

const lireChez =
  (sources: SourcesDesFaits): OutilsRectification["lire"] =>
  async (departement, ids) => {
    const faits = await sources.allocataires(departement, (tx) => rectificationsParIds(tx, ids));
    const allocataires = [...new Set([...faits.values()].map(({ allocataire }) => allocataire))];
    await sources.inscrire({ departement, operation: "RECTIFICATION", allocataires, champs: CHAMPS, caller: repondant(departement) });
    return faits;
  };

/** Makes the files that ask payers to correct what they say, leaves them, and follows those that were left. `ecrire` false: only follows. */
export async function tourDesRectifications(options: OptionsSanctions, ecrire = true): Promise<TourDesSanctions> {
  const { databaseUrl, nirKey, outils, cibles, clock } = options;
  const sources = await ouvrirSources({ databaseUrl, nirKey, clock });
  try {
    return await asOwner(databaseUrl, async (client) => {
      const noter: OutilsRectification["noter"] = (departement, deposees) => noterEnvoyees(client, departement, deposees);
      const rectification = { client, depots: outils, lire: lireChez(sources), noter };
      const departements = options.departement ? [options.departement] : await departementsAInformer(client, "RECTIFICATION");
      const tour: TourDesSanctions = { fichiers: [], deposes: 0, confirmees: 0 };
      if (ecrire) for (const un of departements) tour.fichiers.push(...(await ecrireRectifications(rectification, un, clock.now())));
      tour.deposes = cibles.length === 0 ? 0 : await deposerCeQuiEstDu(client, outils, cibles, () => clock.now(), options.avant);
      for (const un of departements) tour.confirmees += await suivreRectifications(rectification, un, clock.now());
      return tour;
    });
  } finally {
    await sources.fermer();
  }
}

/** Each day a file for each payer; every ten minutes, what became of those that were left. */
export const suivreRectificationsDemandees = (options: OptionsSanctions): { stop(): Promise<void> } =>
  chaqueJour(options, "rectifications à demander interrompues, reprise au prochain tour", (ecrire) =>
    tourDesRectifications(options, ecrire),
  );
