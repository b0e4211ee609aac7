import { populationALire, populationConnue } from "../subgraphs/allocataires/transmission/population.repository";
import { designationsUsager } from "../subgraphs/allocataires/transmission/usager.repository";
import { lecteurPlateforme } from "../subgraphs/echanges/france-travail/lecteur-plateforme";
import type { PersonnesALire } from "../subgraphs/echanges/reception/personne/lire-par-personne";
import { civilDateOf } from "../subgraphs/shared/civil-date";
import type { Clock } from "../subgraphs/shared/clock";
import { insertConsultation } from "../subgraphs/shared/journal";
import { NirCipher } from "../subgraphs/shared/nir-cipher";
import { newOperation } from "../subgraphs/shared/operation";
import type { Subgraph } from "../subgraphs/shared/subgraph";

/** Whom the readings of France Travail are about, read at their owner; the register says that their identifiers were. */
export function personnesALire({ database }: Subgraph, nirKey: string, clock: Clock): PersonnesALire {
  const cipher = new NirCipher(nirKey);
  const droits = (departement: string) => database.systemRights([departement], civilDateOf(clock.now()));
  return {
    population: (departement) => database.write(droits(departement), (tx) => populationALire(tx, departement)),
    connues: (departement) => database.write(droits(departement), (tx) => populationConnue(tx, departement)),
    designer: (departement, ids) =>
      database.write(droits(departement), async (tx) => {
        const designations = await designationsUsager(tx, cipher, departement, ids);
        const [operation, caller] = [newOperation("lectureFranceTravail"), lecteurPlateforme(departement)];
        const vues = [...designations.keys()];
        await insertConsultation(tx, {
          nature: "TRANSMISSION",
          operation,
          subgraph: "allocataires",
          caller,
          allocataires: vues,
          champs: ["Allocataire.dateNaissance", "Allocataire.identifiants"],
          le: clock.now(),
        });
        return designations;
      }),
  };
}
