import { Args, ArgsType, Ctx, createUnionType, Directive, Field, Float, Int, Mutation, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../../shared/context";
import { Refus } from "../../../shared/contrat/refus";
import { once } from "../../../shared/idempotence";
import { lireTerritoire } from "../../mesure/territoire";
import { LigneContrat, ligneContrat } from "../ligne-contrat.graphql";
import { lignesContrat } from "../suivi.repository";
import { codeInconnu, refusSaisie, type Saisie, territoireInconnu } from "./saisie";
import { ajouterResultat, resultatSaisi, territoireExiste } from "./saisie.repository";
import { auteur } from "./validation";

export const SaisirResultatResultat = createUnionType({
  name: "SaisirResultatResultat",
  description: "La ligne du contrat avec son résultat, ou un refus.",
  types: () => [LigneContrat, Refus] as const,
});

@ArgsType()
export class DemandeSaisie {
  @Field(() => String, { description: "Code de l’indicateur au contrat." })
  code: string;
  @Field(() => String, { description: "Département, code INSEE ou ensemble de communes." })
  territoire: string;
  @Field(() => Int, { description: "Année du résultat." })
  annee: number;
  @Field(() => Float, { nullable: true, description: "Valeur, dans l’unité de l’indicateur." })
  valeur?: number | null;
  @Field(() => String, { nullable: true, description: "Résultat en toutes lettres, quand ce n’est pas un nombre." })
  texte?: string | null;
  @Field(() => String, { description: "D’où vient le résultat : fichier, compte rendu, lien." })
  preuve: string;
  @Field(() => String, { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." })
  cleIdempotence?: string | null;
}

/** What `once` keeps and gives back: the line that the answer shows, and the id of the result. */
interface Saisi {
  id: string;
  ligne: LigneContrat;
}

@Resolver()
export class SaisirResultatResolver {
  @Directive('@requiresScopes(scopes: [["indicateurs.saisir"]])')
  @Mutation(() => SaisirResultatResultat, {
    description:
      "Saisit le résultat d’une ligne du contrat : il compte aussitôt, « à valider » par une autre personne. Les précédents sont gardés ; le dernier que personne n’a rejeté compte.",
  })
  async saisirResultat(
    @Args(() => DemandeSaisie) { cleIdempotence, ...demande }: DemandeSaisie,
    @Ctx() ctx: RequestContext,
  ): Promise<LigneContrat | Refus> {
    const saisie: Saisie = { ...demande, valeur: demande.valeur ?? null, texte: demande.texte?.trim() || null };
    const resultat = await once<Saisi>(ctx, {
      schema: "indicateurs",
      mutation: "saisirResultat",
      cle: cleIdempotence,
      payload: saisie,
      apply: (writing) => saisir(saisie, ctx, writing),
      idOf: ({ id }) => id,
      reload: recharger,
    });
    return resultat instanceof Refus ? resultat : resultat.ligne;
  }
}

async function saisir(saisie: Saisie, ctx: RequestContext, { tx, publish }: WritingTransaction): Promise<Saisi | Refus> {
  const caller = ctx.requireCaller();
  const refus = refusSaisie(saisie, caller.departement, ctx.today());
  if (refus) return refus;
  const { departement } = lireTerritoire(saisie.territoire)!;
  if (!(await territoireExiste(tx, departement, saisie.territoire))) return territoireInconnu(saisie.territoire);
  if ((await lignesContrat(tx, departement, saisie.annee, saisie.code)).length === 0) return codeInconnu(saisie.code, saisie.annee);
  const id = await ajouterResultat(tx, departement, saisie, auteur(caller), ctx.now());
  const { code, territoire, annee } = saisie;
  await publish({ type: "ResultatSaisi", departement, allocataire: null, donnees: { resultat: id, code, territoire, annee } });
  return { id, ligne: await relire(tx, departement, saisie.code, saisie.annee) };
}

async function recharger(id: string, { tx }: WritingTransaction): Promise<Saisi> {
  const saisi = (await resultatSaisi(tx, id))!;
  return { id, ligne: await relire(tx, saisi.departement, saisi.code, saisi.annee) };
}

async function relire(tx: WritingTransaction["tx"], departement: string, code: string, annee: number): Promise<LigneContrat> {
  const [row] = await lignesContrat(tx, departement, annee, code);
  return ligneContrat(row!, annee);
}
