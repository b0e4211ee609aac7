import { type Fichier, type Manifeste, sha256 } from "./manifeste";
import { verifier } from "./signature";

/** What is wrong with a deposit received: nothing when the list is empty. Sentences for whoever checks, the partner included. */
export function defautsDuDepot(clePublique: string, manifeste: Buffer, signature: Buffer, fichiers: readonly Fichier[]): string[] {
  if (!verifier(clePublique, manifeste, signature)) return ["La signature n’est pas celle de cette clé sur ce manifeste."];
  const dit = JSON.parse(manifeste.toString("utf8")) as Manifeste;
  return dit.fichiers.flatMap(({ nom, octets, sha256: empreinte }) => {
    const recu = fichiers.find((fichier) => fichier.nom === nom);
    if (!recu) return [`Le fichier ${nom}, que le manifeste annonce, manque.`];
    if (recu.contenu.length !== octets || sha256(recu.contenu).toString("hex") !== empreinte)
      return [`Le fichier ${nom} n’est pas celui que le manifeste annonce.`];
    return [];
  });
}
