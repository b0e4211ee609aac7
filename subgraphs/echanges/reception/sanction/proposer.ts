import { civilDateOf } from "../../../shared/civil-date";
import { consequenceDe } from "../../envoi/objets/relecture-sanction";
import type { ManquementFT } from "../../france-travail/api";
import type { ActiviteRecue } from "../activite/activite";
import type { Traitement } from "../recevoir";
import type { OutilsDesSanctions } from "./outils";
import { MOTIF_DE_PROPOSITION, propositionLue, refusLu } from "./proposition";
import { ditUneAbsence, type RendezVousConnu, rendezVousManque } from "./rendez-vous-manque";

interface Proposition {
  departement: string;
  allocataire: string;
  activite: ActiviteRecue;
  manquement: ManquementFT;
  /** `identifiantConsequenceSanction`. */
  consequence: string;
}

/** Records the breach, then opens the file, in the name of France Travail, on the day that it proposes. The use cases of the hub refuse what does not
 * hold (an absence excused since, a convocation that never arrived, a person who is not subject): the activity is then shown with the reason. */
export async function proposer(outils: Pick<OutilsDesSanctions, "hub" | "reception" | "clock">, p: Proposition): Promise<Traitement> {
  const { hub, reception, clock } = outils;
  const { departement, allocataire, activite, manquement, consequence } = p;
  const conclue = consequenceDe(manquement, consequence);
  if (conclue === null) return refusLu("CONSEQUENCE_INCONNUE", "Le manquement que France Travail montre ne porte pas cette sanction.");
  const lue = propositionLue(manquement, conclue);
  if (!("sanction" in lue)) return lue;
  const le = activite.creeeLe < clock.now() ? activite.creeeLe : clock.now();
  const { identifiantManquement } = manquement;
  const signale = await hub.appliquer({
    departement,
    mutation: "signalerManquement",
    variables: { allocataire, ...lue.manquement, ...(await fondement(outils, p)), identifiantPartenaire: identifiantManquement },
    le,
    cle: `manquement ${identifiantManquement}`,
  });
  const message = {
    departement,
    objet: "SANCTION_MANQUEMENT",
    allocataire,
    cle: `manquement ${identifiantManquement} ${activite.identifiant}`,
    identifiantPartenaire: identifiantManquement,
    lecture: "sanctions",
    recuLe: clock.now(),
  };
  await reception.traiter(message, async () => signale);
  if (!signale.applique) return signale;
  return hub.appliquer({
    departement,
    mutation: "proposerSanction",
    variables: {
      manquement: signale.resultat,
      ...lue.sanction,
      motif: MOTIF_DE_PROPOSITION,
      identifiantPartenaire: consequence,
      ...(activite.echeance && { instructionLimite: civilDateOf(activite.echeance) }),
    },
    le,
    cle: `proposition ${consequence}`,
  });
}

/** The missed appointment that the breach rests on, when the hub knows it: its rules then apply to it. */
async function fondement({ hub }: Pick<OutilsDesSanctions, "hub">, { departement, allocataire, manquement }: Proposition) {
  if (!ditUneAbsence(manquement)) return {};
  const connus = (await hub.lire(departement, allocataire, "rendezVous(first: 200) { id debut liens { identifiant } }")) as {
    rendezVous: RendezVousConnu[] | null;
  } | null;
  const rendezVous = rendezVousManque(manquement, connus?.rendezVous ?? []);
  return rendezVous === null ? {} : { rendezVous };
}
