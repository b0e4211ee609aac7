import fc from "fast-check";
import { telephone } from "../../subgraphs/allocataires/caf/contacts";
import { lireContactsCnaf } from "../../subgraphs/allocataires/caf/contacts-cnaf";
import { cleNir } from "../../subgraphs/allocataires/caf/nir";
import { enWindows1252 } from "./fabriquer-flux";
import { nir13 } from "./foyers-au-hasard";

const ENTETE = "MATRICULE;NIR;NUMERO TELEPHONE DOSSIER;NUMERO TELEPHONE 2 DOSSIER;ADRESSE ELECTRONIQUE DOSSIER";
const NIR = "2900394910001";
const lire = (...lignes: string[]) => lireContactsCnaf(enWindows1252([ENTETE, ...lignes].join("\r\n")), "contacts.csv");

describe("le fichier de contacts de la CNAF", () => {
  it("donne matricule sur sept chiffres, NIR sans clé, téléphones et courriel", () => {
    expect(lire(`12345;${NIR}${cleNir(NIR)};06 12 34 56 78;+33145678901;Amina@Exemple.fr`)).toEqual({
      contacts: [{ ligne: 2, matricule: "0012345", nir13: NIR, telephones: ["0612345678", "0145678901"], courriel: "amina@exemple.fr" }],
      reserves: [],
    });
  });

  it("lit l’en-tête quels que soient la casse, les espaces et la marque d’encodage", () => {
    const fichier = `\uFEFF${ENTETE.toLowerCase().replaceAll(" ", "  ")}\n2055990;;612345678;;\n`;
    expect(lireContactsCnaf(Buffer.from(fichier), "contacts.csv").contacts).toEqual([
      { ligne: 2, matricule: "2055990", nir13: null, telephones: ["0612345678"], courriel: null },
    ]);
  });

  it("laisse et signale ce qui ne se lit pas, avec sa ligne et sans sa valeur", () => {
    const { contacts, reserves } = lire("2055990;123;0612345678;;sans-arobase", "2055991;;0612345678;0612345678;");
    expect(contacts.map((c) => [c.ligne, c.nir13, c.telephones, c.courriel])).toEqual([
      [2, null, ["0612345678"], null],
      [3, null, ["0612345678"], null],
    ]);
    expect(reserves.map((r) => [r.ligne, r.code, r.champ])).toEqual([
      [2, "CONTACT_ILLISIBLE", "NIR"],
      [2, "CONTACT_ILLISIBLE", "ADRESSE ELECTRONIQUE DOSSIER"],
    ]);
    expect(JSON.stringify(reserves)).not.toMatch(/123|arobase/);
  });

  it("laisse une ligne qui ne désigne personne, ou ne donne aucun contact", () => {
    expect(lire(";;0612345678;;", "2055990;;;;", "")).toEqual({ contacts: [], reserves: [] });
  });

  it("est refusé sans l’une de ses colonnes", () => {
    const sansNir = Buffer.from(`${ENTETE.replace("NIR;", "")}\n1;2;3;4\n`);
    expect(() => lireContactsCnaf(sansNir, "contacts.csv")).toThrow(
      expect.objectContaining({ code: "ENTETE_INVALIDE", message: expect.stringContaining("« NIR »") }),
    );
  });

  it("est refusé quand ce n’est pas un CSV, sans citer ce qu’il contient", () => {
    const abime = Buffer.from(`${ENTETE}\n2055990;"${NIR};0612345678;;\n`);
    expect(() => lireContactsCnaf(abime, "contacts.csv")).toThrow(
      expect.objectContaining({ code: "FICHIER_INVALIDE", message: expect.not.stringContaining(NIR) }),
    );
  });

  it("tout NIR, avec ou sans clé, revient sur treize caractères", () => {
    fc.assert(
      fc.property(nir13(), fc.boolean(), (nir, cle) =>
        expect(lire(`1;${nir}${cle ? cleNir(nir) : ""};0612345678;;`).contacts[0]!.nir13).toBe(nir),
      ),
    );
  });
});

describe("un numéro de téléphone", () => {
  it.each([
    ["06.12.34.56.78", "0612345678"],
    ["+33 6 12 34 56 78", "0612345678"],
    ["0033612345678", "0612345678"],
    ["612345678", "0612345678"],
    ["(01) 45-67-89-01", "0145678901"],
    ["0012345678", null],
    ["123", null],
    ["06123456789", null],
    ["téléphone", null],
  ])("%s : %s", (recu, attendu) => expect(telephone(recu)).toBe(attendu));
});
