import { Arg, Ctx, Directive, ID, Mutation, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { acte, CLE } from "../acte.graphql";
import { DecisionDemandeDeDroits } from "../enums.graphql";
import { DeclarationsRepository } from "../provenance/declaration.repository";
import { declarerDonnees } from "../provenance/declarerDonnees";
import { refus } from "../refus";
import type { Situation } from "../situation";
import { situationVerrouillee } from "../situation.repository";
import type { DecisionDemande } from "../vocabulaire";
import { contester, type DemandeLue, demandeParId, lever, limiter, opposer, statuer } from "./demande.repository";
import { DemandeDeDroitsResultat } from "./deposerDemande.graphql";
import { type Reponses, statuerDemande } from "./statuerDemande";

@Resolver()
export class ReponsesAuxDemandes {
  @Directive('@requiresScopes(scopes: [["journal.lire"]])')
  @Mutation(() => DemandeDeDroitsResultat, {
    description:
      "Répond à la demande d’une personne sur ses données. Le Département seul, pour l’exercice des droits. Accepter corrige, arrête ou limite ; refuser dit pourquoi et donne le recours à la CNIL.",
  })
  statuerDemandeDeDroits(
    @Arg("demande", () => ID, { description: "La demande." }) demande: string,
    @Arg("decision", () => DecisionDemandeDeDroits, { description: "La réponse." }) decision: DecisionDemande,
    @Arg("motif", () => String, {
      nullable: true,
      description: "Pourquoi ; obligatoire sauf pour accepter, et pour clore à la main une demande renvoyée à la source.",
    })
    motif: string | null,
    @Arg("cleIdempotence", () => String, CLE) cleIdempotence: string | null,
    @Ctx() ctx: RequestContext,
  ): Promise<DemandeLue | Refus> {
    const introuvable = () => refus("DEMANDE_INTROUVABLE", "demande");
    return acte<DemandeLue>(ctx, {
      mutation: "statuerDemandeDeDroits",
      demande: { ...{ demande, decision, motif }, cleIdempotence },
      apply: async (ecriture) => {
        const visee = await demandeParId(ecriture.tx, demande);
        const situation = visee && (await situationVerrouillee(ecriture.tx, visee.allocataire));
        const lue = situation && (await demandeParId(ecriture.tx, demande));
        if (!situation || !lue) return introuvable();
        const reponse = { decision, motif, finalite: ctx.requireCaller().finalite, aujourdhui: ctx.today() };
        const faite = await statuerDemande(situation, lue, reponse, reponses(ecriture, situation, ctx.now()), ecriture);
        return faite instanceof Refus ? faite : (await demandeParId(ecriture.tx, demande))!;
      },
      idOf: ({ id }) => id,
      reload: async (id, { tx }) => (await demandeParId(tx, id)) ?? introuvable(),
    });
  }
}

const reponses = (ecriture: WritingTransaction, situation: Situation, maintenant: Date): Reponses => {
  const { tx } = ecriture;
  const declarations = new DeclarationsRepository(tx);
  return {
    statuer: (demande, r) => statuer(tx, demande, r),
    contester: async (demande) => {
      const dites = (await declarations.connues(situation)).filter(({ champ, retenue }) => retenue && demande.champs.includes(champ));
      await contester(tx, demande, Object.fromEntries(dites.map(({ champ, valeur }) => [champ, valeur])));
    },
    opposer: (demande, le) => opposer(tx, demande, le),
    limiter: (demande, champs, le) => limiter(tx, demande, champs, le),
    lever: (demande) => lever(tx, demande),
    declarer: (donnees) => declarerDonnees(situation, donnees, declarations, ecriture, maintenant),
  };
};
