import { z } from "zod";
import type { ApiUsagers } from "./api";
import type { DesignationUsager, Usager } from "./api-usager";
import { ErreurFranceTravail } from "./erreur-france-travail";
import { texteOuNul } from "./lecture-json";
import type { Transport } from "./transport";

const RESULTAT = z.object({
  codeRetour: z.string(),
  topIdentiteCertifiee: z.string().nullish(),
  jetonUsager: texteOuNul,
  numeroFranceTravail: texteOuNul,
});

/** Rechercher usager v2. Nobody (S002) and several (S003) come under HTTP 200. */
export function clientUsagers(transport: Transport): ApiUsagers {
  const rechercher = async (designation: DesignationUsager): Promise<Usager> => {
    const parNir = "nir" in designation;
    const resultat = await transport.obtenir({
      api: "rechercher-usager",
      operation: parNir ? "parDateNaissanceEtNir" : "parNumeroFranceTravail",
      methode: "POST",
      chemin: parNir ? "/usagers/par-datenaissance-et-nir" : "/usagers/par-numero-francetravail",
      corps: parNir
        ? { dateNaissance: designation.dateNaissance, nir: designation.nir }
        : { numeroFranceTravail: designation.numeroFranceTravail },
      schema: RESULTAT,
    });
    return usagerDe(resultat);
  };
  return {
    rechercher: (designation) => transport.jetonsUsager.pour(designation, () => rechercher(designation)),
    oublier: (designation) => transport.jetonsUsager.oublier(designation),
  };
}

function usagerDe({ codeRetour, jetonUsager, numeroFranceTravail, topIdentiteCertifiee: top }: z.infer<typeof RESULTAT>): Usager {
  const erreur = { S002: "USAGER_INTROUVABLE", S003: "USAGERS_MULTIPLES" } as const;
  if (codeRetour === "S002" || codeRetour === "S003")
    throw new ErreurFranceTravail(erreur[codeRetour], { statut: 200, codePartenaire: codeRetour });
  if (codeRetour !== "S001" || !jetonUsager) throw new ErreurFranceTravail("REPONSE_ILLISIBLE", { statut: 200 });
  return { jeton: jetonUsager, numeroFranceTravail, identiteCertifiee: top === "O" ? true : top === "N" ? false : null };
}
