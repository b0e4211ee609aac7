import { Arg, Ctx, createUnionType, Directive, Field, ID, Mutation, ObjectType, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { HorodatageScalar } from "../../shared/contrat/scalars";
import { once } from "../../shared/idempotence";
import type { SubgraphDependencies } from "../../shared/module";
import { isUuid } from "../../shared/page";
import { lirePrescription } from "../prescription/prescription.repository";
import { refuserNul } from "../texte-recu";
import { CHEMIN, JOURS_DU_LIEN, jetonDuLien, type Lien, refusDuLien } from "./lien";
import { attesterProtection, creerLien, lireLien, revoquerLiens } from "./lien.repository";

@ObjectType({ simpleResolvers: true, description: "Lien par lequel une structure répond à une prescription, sans compte." })
export class LienDeReponse {
  @Field(() => String, { description: "Adresse à envoyer à la structure seule : qui l’ouvre voit la prescription et y répond." })
  url: string;
  @Field(() => HorodatageScalar, { description: "Instant où le lien cesse de s’ouvrir." })
  expireLe: Date;
}

export const LienDeReponseResultat = createUnionType({
  name: "LienDeReponseResultat",
  description: "Le lien, ou la raison pour laquelle il n’a pas été fait.",
  types: () => [LienDeReponse, Refus] as const,
  resolveType: (valeur) => (valeur instanceof Refus ? Refus : LienDeReponse),
});

const UN_JOUR = 86_400_000;

@Resolver()
export class LienDeReponseMutation {
  constructor(private readonly dependances: SubgraphDependencies) {}

  @Directive('@requiresScopes(scopes: [["prescription.gerer"]])')
  @Mutation(() => LienDeReponseResultat, {
    description:
      "Donne le lien signé par lequel la structure répond à une prescription ; il expire, et remplace celui d’avant. Refus : PRESCRIPTION_INTROUVABLE, LIEN_SANS_OBJET, PROTECTION_NON_ATTESTEE.",
  })
  async lienDeReponse(
    @Arg("prescription", () => ID, { description: "La prescription." }) prescription: string,
    @Arg("protectionDonneesAttestee", () => Boolean, {
      defaultValue: false,
      description: "Vrai : la personne sait quelles données sont données à la structure. Inutile si c’est dit en prescrivant.",
    })
    protectionDonneesAttestee: boolean,
    @Arg("cleIdempotence", () => String, { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." }) cle:
      | string
      | null,
    @Ctx() ctx: RequestContext,
  ): Promise<LienDeReponse | Refus> {
    refuserNul({ prescription, cle }, "lienDeReponse");
    const demande = { prescription, protectionDonneesAttestee };
    const lien = await once<Lien>(ctx, {
      schema: "offre_insertion",
      mutation: "lienDeReponse",
      cle,
      payload: demande,
      idOf: ({ departement, id }) => `${departement} ${id}`,
      reload: async (cles, { tx, trace }) => {
        const [departement, id] = cles.split(" ") as [string, string];
        const garde = await lireLien(tx, departement, id);
        const p = garde && (await lirePrescription(tx, garde.prescription));
        if (!p) return INTROUVABLE();
        await trace([p.allocataire], ["LienDeReponse.url"], "LECTURE");
        return garde;
      },
      apply: (ecriture) => this.faire(demande, ecriture, ctx.now()),
    });
    if (lien instanceof Refus) return lien;
    const { nirCipher, adressePublique = "http://127.0.0.1:4000" } = this.dependances;
    return Object.assign(new LienDeReponse(), {
      url: `${adressePublique}${CHEMIN}/${jetonDuLien(nirCipher, lien)}`,
      expireLe: lien.expireLe,
    });
  }

  private async faire(
    { prescription, protectionDonneesAttestee }: { prescription: string; protectionDonneesAttestee: boolean },
    { tx, trace }: WritingTransaction,
    maintenant: Date,
  ): Promise<Lien | Refus> {
    const p = isUuid(prescription) ? await lirePrescription(tx, prescription) : null;
    if (!p) return INTROUVABLE();
    const refus = refusDuLien(p.statut, p.protectionAttesteeLe !== null || protectionDonneesAttestee);
    if (refus) return refus;
    if (p.protectionAttesteeLe === null) await attesterProtection(tx, p.departement, p.id, maintenant);
    await trace([p.allocataire], ["LienDeReponse.url"]);
    await revoquerLiens(tx, p.departement, p.id, maintenant);
    const expireLe = new Date(maintenant.getTime() + (this.dependances.joursDuLien ?? JOURS_DU_LIEN) * UN_JOUR);
    return creerLien(tx, { departement: p.departement, prescription: p.id, creeLe: maintenant, expireLe });
  }
}

const INTROUVABLE = () =>
  Refus.de("PRESCRIPTION_INTROUVABLE", "Aucune prescription de votre périmètre ne porte cet identifiant.", { champ: "prescription" });
