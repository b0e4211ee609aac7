import { randomUUID } from "node:crypto";
import { Args, ArgsType, Ctx, Directive, Field, Float, ID, Int, Mutation, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { isUuid } from "../../shared/page";
import { acte } from "../acte.graphql";
import { NatureSanction } from "../enums.graphql";
import { refus } from "../refus";
import { resultatOuRefus } from "../resultat.graphql";
import { situationVerrouillee } from "../situation.repository";
import type * as mots from "../vocabulaire";
import { relireSanction } from "./acte-sanction.graphql";
import { lireBareme } from "./bareme.repository";
import { manquementDeLaTransaction, rendezVousManque } from "./manquement.repository";
import { ProceduresRepository } from "./procedure.repository";
import { limiteDInstruction, refusDeProposition } from "./proposerSanction";
import type { Sanction } from "./sanction";
import { SanctionType } from "./sanction.graphql";
import { sanctionDuPartenaire } from "./sanction.repository";
import { periodesSoumises } from "./soumise.repository";

const ProposerSanctionResultat = resultatOuRefus("ProposerSanctionResultat", SanctionType, "Sanction");

@ArgsType()
export class ProposerSanctionArgs {
  @Field(() => ID, { description: "Manquement à l’origine." })
  manquement: string;
  @Field(() => NatureSanction, { description: "Suspension ou suppression." })
  nature: mots.NatureSanction;
  @Field(() => String, { description: "Motif." })
  motif: string;
  @Field(() => Float, { nullable: true, description: "Part du RSA, de 0 à 100." })
  quotitePourcent?: number | null;
  @Field(() => Int, { nullable: true, description: "Durée, en mois." })
  dureeMois?: number | null;
  @Field(() => String, {
    nullable: true,
    description:
      "Identifiant de la sanction (identifiantConsequenceSanction) de France Travail, que lui seul donne : la même proposition, dite une autre fois, est la procédure ouverte.",
  })
  identifiantPartenaire?: string | null;
  @Field(() => DateScalar, {
    nullable: true,
    description: "Dernier jour d’instruction que France Travail laisse au Département ; par défaut, celui du barème.",
  })
  instructionLimite?: string | null;
  @Field(() => String, { nullable: true, description: "Clé d’idempotence." })
  cleIdempotence?: string | null;
}

@Resolver()
export class PropositionsDeSanction {
  @Directive('@requiresScopes(scopes: [["sanction.proposer"]])')
  @Mutation(() => ProposerSanctionResultat, {
    description: "Propose une sanction : ouvre une procédure, que le Département instruit. Rien n’est retenu à la personne.",
  })
  proposerSanction(@Args(() => ProposerSanctionArgs) demande: ProposerSanctionArgs, @Ctx() ctx: RequestContext): Promise<Sanction | Refus> {
    return acte<Sanction>(ctx, {
      mutation: "proposerSanction",
      demande,
      apply: (ecriture) => proposer(demande, ecriture, { aujourdhui: ctx.today(), maintenant: ctx.now() }),
      idOf: (sanction) => sanction.id,
      reload: relireSanction,
    });
  }
}

async function proposer(
  demande: ProposerSanctionArgs,
  { tx, publish, trace }: WritingTransaction,
  horloge: { aujourdhui: string; maintenant: Date },
): Promise<Sanction | Refus> {
  const lu = isUuid(demande.manquement) ? await manquementDeLaTransaction(tx, demande.manquement) : null;
  const situation = lu && (await situationVerrouillee(tx, lu.allocataire));
  const manquement = situation && (await manquementDeLaTransaction(tx, lu.id));
  if (!situation || !manquement) return refus("MANQUEMENT_INTROUVABLE", "manquement");
  const { departement, allocataire, acteur } = situation;
  const procedures = new ProceduresRepository(tx);
  const connue = demande.identifiantPartenaire ? await sanctionDuPartenaire(tx, departement, demande.identifiantPartenaire) : null;
  if (connue) {
    if (connue.manquement !== manquement.id) return refus("IDENTIFIANT_PARTENAIRE_PRIS", "identifiantPartenaire");
    await trace([allocataire], ["Sanction.nature", "Sanction.motif"], "LECTURE");
    return connue;
  }
  const bareme = await lireBareme(tx, departement);
  const fondements = {
    manquement,
    rendezVous: await rendezVousManque(tx, manquement),
    periodes: await periodesSoumises(tx, departement, allocataire),
    dejaPoursuivi: await procedures.dejaPoursuivi(departement, manquement.id),
    bareme,
  };
  const refusee = refusDeProposition(acteur, fondements, demande, horloge.aujourdhui);
  if (refusee) return refusee;
  const proposeeLe = horloge.aujourdhui;
  const aProposer = {
    ...demande,
    id: randomUUID(),
    proposeeLe,
    instructionLimite: limiteDInstruction(acteur, proposeeLe, bareme, demande.instructionLimite),
  };
  const donnees = { sanction: aProposer.id, manquement: manquement.id, nature: demande.nature, proposeeLe };
  const [sanction] = await Promise.all([
    procedures.proposer(situation, manquement.id, aProposer, horloge.maintenant),
    publish({ type: "SanctionProposee", departement, allocataire, donnees }),
    trace([allocataire], ["Sanction.nature", "Sanction.motif"]),
  ]);
  return sanction;
}
