/** Invented identities are drawn from these lists. Accents, hyphens, particles, apostrophes, and the Œ and Ÿ that ISO 8859-1 has not. */
export const NOMS =
  `Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefèvre Michel Garcia David Bertrand Roux Vincent Fournier
Morel Girard André Mercier Dupont Lambert Bonnet François Martinez Legrand Garnier Faure Rousseau Blanc Guérin Muller Roussel Nicolas Perrin Morin Mathieu Clément
Gauthier Dumont Lopez Fontaine Chevalier Robin Masson Sanchez Gérard Nguyen Boyer Denis Lemaire Duval Joly Gautier Roger Roche Roy Noël Meyer Lucas Meunier Jean
Pérez Marchand Dufour Blanchard Marie Barbier Brun Dumas Brunet Schmitt Leroux Colas Fernandez Pierre Renard Arnaud Rolland Caron Aubert Giraud Leclerc Vidal
Bourgeois Renaud Lemoine Picard Gaillard Philippe Leclercq Lacroix Fabre Dupuis Olivier Rodriguez Da_Silva Hubert Louis Charles Guillot Rivière Le_Gall Guillaume
Adam Rey Moulin González Berger Lecomte Menard Fleury Deschamps Carpentier Julien Benoît Paris Maillard Marchal Aubry Vasseur Le_Roux Renault Collet
Traoré Diallo Diarra Coulibaly Sissoko Camara Keïta Diop N'Diaye Sow Ba Konaté Touré Cissé Koné Bamba Kouassi Mbemba Nsimba Mukendi Tchatchoua Fofana Sylla
Benali Haddad Belkacem Saïdi Bouzid Mansouri Hamdi Cherif Amrani Benkirane El_Amrani El_Idrissi Ben_Salah Ouali Slimani Khelifi Zerrouki Meziane Aït-Ahmed Boukhari
Pham Tran Le_Van Wang Chen Zhang Liu Singh Kumar Sivakumar Rajaratnam Demir Kaya Popescu Ionescu Ferreira Pereira_dos_Santos Da_Costa
Gonçalves Lopes Silva_Mendes Alves Barbosa Le_Bœuf Œuvrard Lesœur Cœurdevey Louÿs Ghÿs De_La_Haÿe Delaÿe D'Almeida D'Hœraene L'Huillier De_La_Croix Du_Plessis
Saint-Aubin Lévêque-Roy Petit-Jean Dos_Santos Van_den_Berghe Mac-Intosh Hôtelier Châtelain Forêt Maître Évrard Étienne Île-Verte Çelik Ünal`
    .split(/\s+/)
    .map((nom) => nom.replaceAll("_", " "));

export const PRENOMS_F =
  `Marie Nathalie Isabelle Sylvie Catherine Martine Christine Françoise Valérie Sandrine Véronique Céline Stéphanie Sophie Laurence Julie Aurélie
Émilie Élodie Laëtitia Virginie Hélène Anaïs Noémie Chloé Manon Léa Camille Inès Zoé Maëlys Cœlia Anne-Lyse Marie-Ève Jeanne Lucie Amandine Audrey Mélanie
Aminata Fatoumata Mariam Aïssata Awa Kadiatou Oumou Ramata Djénéba Fatou Khady Ndèye Adjoua Grâce Merveille Fatima Khadija Amina Nadia Samira Leïla Malika
Zohra Yasmina Karima Naïma Souad Hanane Thi-Mai Mei Lakshmi Priya Elif Ioana Mihaela Svetlana Paula Ana Conceição Rosa Teresa`.split(/\s+/);

export const PRENOMS_H =
  `Jean Pierre Michel Philippe Alain Nicolas Christophe Patrick Laurent Frédéric Stéphane Sébastien David Thierry Pascal Olivier Julien Éric Bruno
François Jérôme Benoît Aurélien Rémi Loïc Gaël Cédric Thomas Maxime Antoine Kévin Théo Noé Maël Raphaël Jean-Noël Jean-Baptiste Joël Mickaël Anaël
Mamadou Moussa Ibrahima Ousmane Abdoulaye Cheikh Seydou Boubacar Amadou Issa Kouamé Yao Dieudonné Mohamed Ahmed Karim Rachid Saïd Youssef Hassan Omar Bilal
Mehdi Nabil Driss Tarik Minh Wei Arjun Rajan Mehmet Emre Ion Radu Sergueï José Manuel Antonio João Luís`.split(/\s+/);

export const TYPES_DE_VOIE = ["RUE", "RUE", "RUE", "AVENUE", "ALLÉE", "PLACE", "BOULEVARD", "IMPASSE", "CHEMIN", "SQUARE"] as const;

export const VOIES =
  `DES LILAS|DU MARCHÉ|DE LA MARNE|VICTOR HUGO|JEAN JAURÈS|DU GÉNÉRAL LECLERC|DES ÉCOLES|DE LA RÉPUBLIQUE|PASTEUR|DU 8 MAI 1945|DES PEUPLIERS|DE L'ÉGLISE|DE LA GARE
DES ACACIAS|ÉMILE ZOLA|ANATOLE FRANCE|LOUIS BLANC|DES CERISIERS|DU PORT|DE LA FONTAINE|JULES FERRY|MARCEL PAGNOL|DES SŒURS|DU LAC|DE LA PLAINE|DES TILLEULS|MOLIÈRE|BALZAC
GEORGE SAND|OLYMPE DE GOUGES|SIMONE VEIL|GASTON ROUSSEL|DE LA LIBERTÉ|DE L'ÉGALITÉ|DES FUSILLÉS|DU MOULIN|DES COQUELICOTS|DU CHÂTEAU|DE LA HAŸE|DES PRÉS`.split(
    /[|\n]/,
  );
