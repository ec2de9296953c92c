echo flask<3
