echo "made by $0"
