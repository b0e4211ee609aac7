/** The statuses of an exchange that is still in the queue, as a SQL list. */
export const EN_FILE = "('A_ENVOYER', 'ENVOYE', 'A_CONFIRMER')";

/** Objects that send nothing and only wait to see their effect: they hold nobody, or a contract would wait for an activity that never opens. */
const NE_RETIENT_PAS = ["RDV_A_POSITIONNER"];

/** SQL: the id of the first exchange of the person of `e` that must be over before what follows it. @param parmi SQL condition on `f`, to look among some only.
 * Written as the first of her line, one look in the index of the queue: as « not exists » behind the policies, PostgreSQL reads the whole queue
 * (400 ms at 100 000). */
export const premierDeLaLigne = (parmi = "true"): string => `(select f.id from echanges.echange f
    where f.departement = e.departement and f.allocataire = e.allocataire and f.canal = 'API' and f.statut in ${EN_FILE} and ${parmi}
      and (f.objet not in (${NE_RETIENT_PAS.map((objet) => `'${objet}'`).join(", ")}) or f.id = e.id)
    order by f.ordre, f.rang limit 1)`;
